using CsCheck;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>
/// Random interleaved histories of real grains over a store that fails, checked against what carts and counters mean one
/// call after another; and that each planted mistake shows.
/// </summary>
public sealed class HistoryTests
{
    private const int Histories = 3000;

    private static readonly Gen<HistoryPlan<CartCall>> CartPlans = HistoryPlan<CartCall>.Gen(Gen.Select(
        Gen.Enum<CartVerb>(), Gen.OneOf(Gen.Const("a"), Gen.Const("b"), Gen.Const("c")), Gen.Int[1, 3],
        (verb, item, quantity) => new CartCall(verb, item, verb == CartVerb.Set ? quantity - 1 : quantity)));

    private static readonly Gen<HistoryPlan<ClickCall>> ClickPlans = HistoryPlan<ClickCall>.Gen(
        Gen.OneOf(Gen.Const(new ClickCall("click")), Gen.Const(new ClickCall("view")), Gen.Const(new ClickCall((string?)null))));

    [LongFact]
    public async Task Every_history_of_carts_is_explained_by_some_order_of_its_calls()
    {
        await using var cluster = await HistoryCluster.StartAsync();
        await CartPlans.SampleAsync(cluster.CheckCartAsync, iter: Histories, threads: 4, print: plan => plan.ToString());
    }

    [LongFact]
    public async Task Every_history_of_counters_is_explained_by_some_order_of_its_calls()
    {
        await using var cluster = await HistoryCluster.StartAsync();
        await ClickPlans.SampleAsync(cluster.CheckClicksAsync, iter: Histories, threads: 4, print: plan => plan.ToString());
    }

    [LongTheory]
    [InlineData(PlantedBug.AnswerBeforeCommit)]
    [InlineData(PlantedBug.NoReload)]
    [InlineData(PlantedBug.NoKeyCheck)]
    [InlineData(PlantedBug.NoETag)]
    [InlineData(PlantedBug.KeysNotSpilled)]
    [InlineData(PlantedBug.KeysNotLookedFor)]
    [InlineData(PlantedBug.MutateThenDecide)]
    public async Task A_planted_bug_is_found_within_as_many_histories_of_carts(PlantedBug bug)
    {
        await using var cluster = await HistoryCluster.StartAsync(bug);

        await FindsAsync(CartPlans.SampleAsync(cluster.CheckCartAsync, iter: Histories, threads: 4, print: plan => plan.ToString()));
    }

    [LongTheory]
    [InlineData(PlantedBug.AnswerBeforeCommit)]
    [InlineData(PlantedBug.NoReload)]
    [InlineData(PlantedBug.NoKeyCheck)]
    [InlineData(PlantedBug.NoETag)]
    [InlineData(PlantedBug.KeysNotSpilled)]
    [InlineData(PlantedBug.KeysNotLookedFor)]
    public async Task A_planted_bug_is_found_within_as_many_histories_of_counters(PlantedBug bug)
    {
        await using var cluster = await HistoryCluster.StartAsync(bug);

        await FindsAsync(ClickPlans.SampleAsync(cluster.CheckClicksAsync, iter: Histories, threads: 4, print: plan => plan.ToString()));
    }

    /// <summary>The counter-example it found is shown as its shortest plan and the history that nothing explains.</summary>
    private static async Task FindsAsync(Task sample)
    {
        var found = await Assert.ThrowsAsync<CsCheckException>(() => sample);

        Assert.Contains("No order of these calls explains their answers", found.InnerException?.ToString() ?? found.Message, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(found.ToString());
    }
}
