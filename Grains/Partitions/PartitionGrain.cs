using Orleans.Concurrency;
using OrleansState.Grains.Engine;
using OrleansState.Partitions;

namespace OrleansState.Grains.Partitions;

/// <summary>
/// One partition's progress. It never gives a store back what that has lost: the store may have lost the counts that the
/// progress speaks of as well, and their activations may be gone.
/// </summary>
[Reentrant]
[GrainType("partition")]
internal sealed class PartitionGrain(StateEngine engine)
    : StateGrain<PartitionState>(engine, "partition", PartitionState.Unread, heals: false), IPartitionGrain
{
    public async Task<Checkpoint> GetAsync()
    {
        var (version, life) = await State.ReadWithLifeAsync();
        return new Checkpoint(life, version.State.Log, version.State.NextOffset);
    }

    public async Task<bool> AdvanceAsync(string life, string log, long nextOffset)
    {
        ArgumentException.ThrowIfNullOrEmpty(life);
        ArgumentException.ThrowIfNullOrEmpty(log);
        ArgumentOutOfRangeException.ThrowIfNegative(nextOffset);
        var reply = await State.CommitAsync(new Command<PartitionState, bool>(
            state => PartitionRules.Advance(state, log, nextOffset), Life: life));
        return !OtherLife.Is(reply.Refusal);
    }
}
