using OrleansState.Grains.Engine;

namespace OrleansState.Grains.Partitions;

/// <summary>How progress moves.</summary>
internal static class PartitionRules
{
    public static Decision<PartitionState, bool> Advance(PartitionState state, string log, long nextOffset)
    {
        var moves = state.Log != log || nextOffset > state.NextOffset;
        return Decision<PartitionState, bool>.Accept(moves ? new PartitionState(log, nextOffset) : state, true);
    }
}
