using System.Collections.Immutable;

namespace OrleansState.Testing;

/// <summary>What several clients are going to do to one grain, and how its store is going to behave.</summary>
/// <param name="TwoActivations">Whether clients enter by two silos that do not know each other.</param>
/// <param name="Accesses">What the store does to one access after another.</param>
/// <param name="Clients">What each client does, one step after another.</param>
internal sealed record HistoryPlan(bool TwoActivations, ImmutableArray<StoreAccess> Accesses, ImmutableArray<ImmutableArray<HistoryStep>> Clients)
{
    private const int MaxClients = 4;

    private const int MaxSteps = 5;

    /// <summary>Faults come among so many accesses; a history seldom has more.</summary>
    private const int AccessesWithFaults = 48;

    private const int MaxFaultPercent = 60;

    private const int MaxTurns = 20;

    public static HistoryPlan Draw(Random random, IReadOnlyList<ModelOperation> operations, HistoryOptions options)
    {
        var twoActivations = options.TwoActivations && random.Next(4) == 0;
        var losesTail = options.LosesTail && !twoActivations && random.Next(2) == 0;
        var faultPercent = random.Next(MaxFaultPercent + 1);
        return new HistoryPlan(
            twoActivations,
            [.. Enumerable.Range(0, AccessesWithFaults).Select(_ => DrawAccess(random, faultPercent))],
            [.. Enumerable.Range(0, random.Next(1, MaxClients + 1)).Select(_ => DrawClient(random, operations, losesTail))]);
    }

    private static StoreAccess DrawAccess(Random random, int faultPercent) => new(
        random.Next(100) < faultPercent ? (StoreFault)random.Next((int)StoreFault.FailBefore, (int)StoreFault.Vanish + 1) : StoreFault.None,
        random.Next(MaxTurns));

    private static ImmutableArray<HistoryStep> DrawClient(Random random, IReadOnlyList<ModelOperation> operations, bool losesTail) =>
        [.. Enumerable.Range(0, random.Next(1, MaxSteps + 1)).Select(_ => DrawStep(random, operations, losesTail))];

    private static HistoryStep DrawStep(Random random, IReadOnlyList<ModelOperation> operations, bool losesTail) => random.Next(20) switch
    {
        0 => new HistoryStep(HistoryVerb.Deactivate),
        1 when losesTail => new HistoryStep(HistoryVerb.Sync),
        2 or 3 when losesTail => new HistoryStep(HistoryVerb.LoseTail),
        _ => DrawCall(random, operations[random.Next(operations.Count)]),
    };

    private static HistoryStep DrawCall(Random random, ModelOperation operation) =>
        new(HistoryVerb.Call, operation.Draw(random), IsKeyed: !operation.IsRead && random.Next(2) == 0);
}
