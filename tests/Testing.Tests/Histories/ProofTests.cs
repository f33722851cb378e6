using OrleansState.Testing.Tests.Purses;

namespace OrleansState.Testing.Tests.Histories;

/// <summary>A sound grain is proved, and whatever is wrong with the engine or the grain is found and told shortly.</summary>
public sealed class ProofTests
{
    public static TheoryData<PlantedFault> Faults => [.. Enum.GetValues<PlantedFault>().Where(fault => fault != PlantedFault.None)];

    [Fact]
    public Task Every_history_of_a_sound_grain_is_explained() => PurseModel.Of<IPurseGrain>().ProveAsync();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_planted_fault_is_found_by_default(PlantedFault fault)
    {
        var found = await FindAsync(PurseModel.Of<IPurseGrain>().ProveAsync(new HistoryOptions { Planted = fault }));

        Assert.StartsWith(
            fault is PlantedFault.IndexInSecondCall or PlantedFault.IndexFromWrongBase ? "An index says something else than the record." : "No order of these calls explains their answers.",
            found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grain_that_answers_from_a_field_is_found() =>
        await FindAsync(PurseModel.Of<ICachedPurseGrain>().ProveAsync());

    [Fact]
    public async Task A_model_that_is_not_the_grains_is_found()
    {
        var model = new GrainModel<IPurseGrain, long>(0)
            .Command("fill", random => random.NextInt64(1, 4), (purse, amount, context) => purse.FillAsync(amount, context), (balance, amount) => Decision.Accept(balance + 1, balance + 1));

        await FindAsync(model.ProveAsync());
    }

    [Fact]
    public async Task The_counter_example_is_as_short_as_can_be_and_drawn()
    {
        // Of one command, since a payment that is made twice needs a filling before it, which no shortening takes away.
        var model = new GrainModel<IPurseGrain, long>(0).Command(
            "fill", random => random.NextInt64(1, 4), (purse, amount, context) => purse.FillAsync(amount, context), (balance, amount) => Decision.Accept(balance + amount, balance + amount));

        var found = await FindAsync(model.ProveAsync(new HistoryOptions { Planted = PlantedFault.NoKeyCheck, TwoActivations = false, LosesTail = false }));

        // One call that is sent twice, be it by a client that got no answer or by one that asks again.
        Assert.Equal(1, Count(found.Message, "┌ fill") - Count(found.Message, "(keyed) again\n"));
        Assert.DoesNotContain("client 1", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_seed_of_a_counter_example_finds_it_again()
    {
        var found = await FindAsync(PurseModel.Of<IPurseGrain>().ProveAsync(new HistoryOptions { Planted = PlantedFault.AnswerBeforeWrite }));

        var again = await FindAsync(PurseModel.Of<IPurseGrain>().ProveAsync(
            new HistoryOptions { Planted = PlantedFault.AnswerBeforeWrite, Seed = found.Seed, Histories = 1, Runs = 100 }));

        Assert.Equal(found.Seed, again.Seed);
        Assert.Contains($"Seed = {found.Seed}, Histories = 1, Runs = 100", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_that_no_caller_may_see_is_told_with_what_threw_it()
    {
        var model = new GrainModel<IPurseGrain, long>(0)
            .Read<long>("read", _ => throw new NotSupportedException("The purse is sewn up."), balance => balance);

        var found = await FindAsync(model.ProveAsync());

        Assert.IsType<NotSupportedException>(found.InnerException);
        Assert.Contains("The purse is sewn up.", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_calls_proves_nothing() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => new GrainModel<IPurseGrain, long>(0).ProveAsync());

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static async Task<NotLinearizableException> FindAsync(Task proof)
    {
        var found = await Assert.ThrowsAsync<NotLinearizableException>(() => proof);
        TestContext.Current.TestOutputHelper?.WriteLine(found.Message);
        return found;
    }
}
