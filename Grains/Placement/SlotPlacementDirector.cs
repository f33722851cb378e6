using Orleans.Runtime.Placement;
using OrleansState.Clicks;

namespace OrleansState.Grains.Placement;

/// <summary>
/// Rendezvous hashing of slots over silos: every silo comes to the same answer without asking another, shares are even,
/// and a silo that joins or leaves moves only its own share.
/// </summary>
internal sealed class SlotPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var slot = ClickSlots.OfKey(target.GrainIdentity.Key.ToString()!);
        return Task.FromResult(Choose(context.GetCompatibleSilos(target), slot)!);
    }

    /// <summary>The silo of a slot; null where there is none to choose from.</summary>
    public static SiloAddress? Choose(IEnumerable<SiloAddress> silos, int slot) => silos.MaxBy(silo => Weight(silo, slot));

    private static ulong Weight(SiloAddress silo, int slot)
    {
        // The finalizer of SplitMix64: neighbouring slots get unrelated weights.
        var x = (((ulong)(uint)silo.GetConsistentHashCode() << 32) | (uint)slot) + 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
