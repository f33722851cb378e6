using Orleans.Concurrency;

namespace OrleansState.Kafka.Progress;

/// <summary>
/// One partition's progress. It never gives a store back what that has lost: the store may have lost the counts that the
/// progress speaks of as well, and their activations may be gone.
/// </summary>
[Reentrant]
[GrainType("partition")]
internal sealed class CheckpointGrain([DurableState("partition", User = UserRelation.None, RestoresLostWrites = false, FromLog = true)] IDurableState<CheckpointState> state) : Grain, ICheckpointGrain
{
    public async Task<Checkpoint> GetAsync()
    {
        var (version, epoch) = await state.ReadWithEpochAsync();
        var believed = version.State.In(EpochTokens.GenerationOf(epoch));
        return new Checkpoint(epoch, believed.Log, believed.NextOffset);
    }

    public async Task<bool> AdvanceAsync(string epoch, string log, long nextOffset)
    {
        Check(epoch, log, nextOffset);
        var generation = EpochTokens.GenerationOf(epoch);
        var reply = await state.CommitAsync(new Command<CheckpointState, bool>(
            state => CheckpointRules.Advance(state, log, nextOffset, generation), Epoch: epoch));
        return !EpochMismatch.Is(reply.Refusal);
    }

    public async Task<bool> AdvanceFromAsync(string epoch, string log, long fromOffset, long nextOffset)
    {
        Check(epoch, log, nextOffset);
        ArgumentOutOfRangeException.ThrowIfNegative(fromOffset);
        var generation = EpochTokens.GenerationOf(epoch);
        for (var hasLooked = false; ; hasLooked = true)
        {
            var reply = await state.CommitAsync(new Command<CheckpointState, bool>(
                state => CheckpointRules.AdvanceFrom(state, log, fromOffset, nextOffset, generation), Epoch: epoch));
            if (reply.Refusal?.Code != CheckpointRules.Gone)
                return !EpochMismatch.Is(reply.Refusal);
            if (hasLooked)
                break;
            // It may be this activation's memory that is behind, and not the store.
            await state.ReadLatestAsync();
        }

        await state.EndEpochAsync(epoch);
        return false;
    }

    private static void Check(string epoch, string log, long nextOffset)
    {
        ArgumentException.ThrowIfNullOrEmpty(epoch);
        ArgumentException.ThrowIfNullOrEmpty(log);
        ArgumentOutOfRangeException.ThrowIfNegative(nextOffset);
    }
}
