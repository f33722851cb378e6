using CsCheck;

namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>What several clients are going to do to one key, and how its store is going to behave.</summary>
internal sealed record HistoryPlan<TCall>(int Seed, int FaultPercent, (TCall Call, bool Keyed)[][] Clients)
{
    public override string ToString() =>
        $"seed {Seed}, {FaultPercent} % faults\n" + string.Join('\n', Clients.Select((calls, c) =>
            $"  client {c}: {string.Join("; ", calls.Select(k => k.Keyed ? $"{k.Call} (keyed)" : $"{k.Call}"))}"));

    public static Gen<HistoryPlan<TCall>> Gen(Gen<TCall> call) => CsCheck.Gen.Select(
        CsCheck.Gen.Int[0, int.MaxValue],
        CsCheck.Gen.Int[0, 60],
        CsCheck.Gen.Select(call, CsCheck.Gen.Bool).Array[0, 5].Array[1, 4],
        (seed, percent, clients) => new HistoryPlan<TCall>(seed, percent, clients));
}
