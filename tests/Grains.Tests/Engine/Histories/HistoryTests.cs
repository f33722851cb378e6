using Microsoft.Extensions.DependencyInjection;
using OrleansState.Grains.Carts;
using OrleansState.Testing;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>
/// Random interleaved histories of real grains over a store that fails, checked against what carts and counters mean one
/// call after another; and that each planted mistake shows.
/// </summary>
public sealed class HistoryTests
{
    private const int Histories = 3000;

    public static TheoryData<PlantedFault> Faults => [.. Enum.GetValues<PlantedFault>().Where(fault => fault != PlantedFault.None && !IsOfIndexes(fault))];

    public static TheoryData<PlantedFault> FaultsOfIndexes => [.. Enum.GetValues<PlantedFault>().Where(IsOfIndexes)];

    [LongFact]
    public Task Every_history_of_carts_is_explained_by_some_order_of_its_calls() => CartModel.OfGrain().ProveAsync(Options());

    [LongFact]
    public Task Every_history_of_counters_is_explained_by_some_order_of_its_calls() => ClickModel.OfGrain().ProveAsync(Options());

    [LongTheory]
    [MemberData(nameof(Faults))]
    public Task A_planted_fault_is_found_within_as_many_histories_of_carts(PlantedFault fault) => FindsAsync(CartModel.OfGrain().ProveAsync(Options(fault)));

    [LongTheory]
    [MemberData(nameof(Faults))]
    public Task A_planted_fault_is_found_within_as_many_histories_of_counters(PlantedFault fault) => FindsAsync(ClickModel.OfGrain().ProveAsync(Options(fault)));

    [LongTheory]
    [MemberData(nameof(FaultsOfIndexes))]
    public async Task A_planted_fault_of_indexes_is_found_within_as_many_histories(PlantedFault fault)
    {
        var found = await Assert.ThrowsAsync<NotLinearizableException>(() => CartModel.OfGrain().ProveAsync(Options(fault)));
        TestContext.Current.TestOutputHelper?.WriteLine(found.Message);

        Assert.StartsWith("An index says something else than the record.", found.Message, StringComparison.Ordinal);
    }

    /// <summary>By what a caller is answered, or by an index, which has what was there before.</summary>
    [LongFact]
    public Task A_rule_that_changes_what_it_refuses_is_found_within_as_many_histories() =>
        Assert.ThrowsAsync<NotLinearizableException>(() => CartModel.OfGrain().ProveAsync(Options(add: silo => silo.AddIncomingGrainCallFilter<ChangedThenRefused>())));

    private static HistoryOptions Options(PlantedFault fault = PlantedFault.None, Action<ISiloBuilder>? add = null) => new()
    {
        Histories = Histories,
        Planted = fault,
        ConfigureSilo = silo =>
        {
            silo.Services.AddGrainsOfTheProduct().TellNobody();
            silo.Services.Configure<CartOptions>(o => o.MaxLines = CartModel.MaxLines);
            add?.Invoke(silo);
        },
    };

    private static bool IsOfIndexes(PlantedFault fault) => fault is PlantedFault.IndexInSecondCall or PlantedFault.IndexFromWrongBase;

    /// <summary>The counter-example it found is shown as its shortest plan and the history that nothing explains.</summary>
    private static async Task FindsAsync(Task proof)
    {
        var found = await Assert.ThrowsAsync<NotLinearizableException>(() => proof);
        TestContext.Current.TestOutputHelper?.WriteLine(found.ToString());

        Assert.StartsWith("No order of these calls explains their answers.", found.Message, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(found.Message);
    }
}
