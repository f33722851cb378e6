using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansState.Grains.Engine;
using OrleansState.Waiting;

namespace OrleansState.Grains.Waiting;

/// <summary>
/// Who waits in one partition. As progress, it never gives a store back what that has lost. It is read from the store, since
/// a memory that is behind would lack a user whom the checkpoint has passed.
/// </summary>
[Reentrant]
[GrainType("waiting")]
internal sealed class WaitingClicksGrain(StateEngine engine)
    : StateGrain<WaitingState>(engine, "waiting", WaitingState.Nobody, heals: false, fromLog: true), IWaitingClicksGrain
{
    public async Task<WaitingUsers> GetAsync()
    {
        await State.ReadAnewAsync();
        var (version, life) = await State.ReadWithLifeAsync();
        return new WaitingUsers(life, version.State.Log, version.State.Users);
    }

    public Task<bool> AddAsync(string life, string log, ImmutableArray<WaitingUser> users) =>
        CommitAsync(life, log, state => WaitingRules.Add(state, log, users));

    public Task<bool> RemoveAsync(string life, string log, ImmutableArray<WaitingUser> users) =>
        CommitAsync(life, log, state => WaitingRules.Remove(state, log, users));

    private async Task<bool> CommitAsync(string life, string log, Func<WaitingState, Decision<WaitingState, bool>> decide)
    {
        ArgumentException.ThrowIfNullOrEmpty(life);
        ArgumentException.ThrowIfNullOrEmpty(log);
        var reply = await State.CommitAsync(new Command<WaitingState, bool>(decide, Life: life));
        return reply.Refusal?.Code == WaitingRules.TooMany ? throw new InvalidOperationException(reply.Refusal.Message) : !OtherLife.Is(reply.Refusal);
    }
}
