using System.Collections.Immutable;
using Orleans.Concurrency;

namespace OrleansState.Kafka.Waiting;

/// <summary>
/// Who waits in one partition. As progress, it never gives a store back what that has lost. It is read from the store, since
/// a memory that is behind would lack a user whom the checkpoint has passed.
/// </summary>
[Reentrant]
[GrainType("waiting")]
internal sealed class WaitingEventsGrain([DurableState("waiting", User = UserRelation.Other, RestoresLostWrites = false, FromLog = true)] IDurableState<WaitingState> state) : Grain, IWaitingEventsGrain
{
    public async Task<WaitingUsers> GetAsync()
    {
        await state.ReadLatestAsync();
        var (version, epoch) = await state.ReadWithEpochAsync();
        return new WaitingUsers(epoch, version.State.Log, version.State.Users);
    }

    public Task<bool> AddAsync(string epoch, string log, ImmutableArray<WaitingUser> users) =>
        CommitAsync(epoch, log, state => WaitingRules.Add(state, log, users));

    public Task<bool> RemoveAsync(string epoch, string log, ImmutableArray<WaitingUser> users) =>
        CommitAsync(epoch, log, state => WaitingRules.Remove(state, log, users));

    private async Task<bool> CommitAsync(string epoch, string log, Func<WaitingState, Decision<WaitingState, bool>> decide)
    {
        ArgumentException.ThrowIfNullOrEmpty(epoch);
        ArgumentException.ThrowIfNullOrEmpty(log);
        var reply = await state.CommitAsync(new Command<WaitingState, bool>(decide, Epoch: epoch));
        return reply.Refusal?.Code == WaitingRules.TooMany ? throw new InvalidOperationException(reply.Refusal.Message) : !EpochMismatch.Is(reply.Refusal);
    }
}
