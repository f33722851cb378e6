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
    : StateGrain<PartitionState>(engine, "partition", PartitionState.Unread, heals: false, fromLog: true), IPartitionGrain
{
    public async Task<Checkpoint> GetAsync()
    {
        var (version, life) = await State.ReadWithLifeAsync();
        var believed = version.State.In(StoreIncarnation.GenerationOf(life));
        return new Checkpoint(life, believed.Log, believed.NextOffset);
    }

    public async Task<bool> AdvanceAsync(string life, string log, long nextOffset)
    {
        Check(life, log, nextOffset);
        var generation = StoreIncarnation.GenerationOf(life);
        var reply = await State.CommitAsync(new Command<PartitionState, bool>(
            state => PartitionRules.Advance(state, log, nextOffset, generation), Life: life));
        return !OtherLife.Is(reply.Refusal);
    }

    public async Task<bool> AdvanceFromAsync(string life, string log, long fromOffset, long nextOffset)
    {
        Check(life, log, nextOffset);
        ArgumentOutOfRangeException.ThrowIfNegative(fromOffset);
        var generation = StoreIncarnation.GenerationOf(life);
        for (var hasLooked = false; ; hasLooked = true)
        {
            var reply = await State.CommitAsync(new Command<PartitionState, bool>(
                state => PartitionRules.AdvanceFrom(state, log, fromOffset, nextOffset, generation), Life: life));
            if (reply.Refusal?.Code != PartitionRules.Gone)
                return !OtherLife.Is(reply.Refusal);
            if (hasLooked)
                break;
            // It may be this activation's memory that is behind, and not the store.
            await State.ReadAnewAsync();
        }

        await State.EndEpochAsync(life);
        return false;
    }

    private static void Check(string life, string log, long nextOffset)
    {
        ArgumentException.ThrowIfNullOrEmpty(life);
        ArgumentException.ThrowIfNullOrEmpty(log);
        ArgumentOutOfRangeException.ThrowIfNegative(nextOffset);
    }
}
