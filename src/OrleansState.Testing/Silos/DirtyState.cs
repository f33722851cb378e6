using OrleansState.Storage;

namespace OrleansState.Testing;

/// <summary>A state whose reads answer what was decided last, durable or not (<see cref="PlantedFault.DirtyReads"/>); all else is the engine's.</summary>
/// <typeparam name="TState">The state.</typeparam>
internal sealed class DirtyState<TState>(IDurableState<TState> state) : IDurableState<TState>
    where TState : class
{
    private TState? _decided;

    public static object Around(object state) => new DirtyState<TState>((IDurableState<TState>)state);

    private StateVersion<TState>? Dirty =>
        _decided is null ? null : new StateVersion<TState>(new StoredState<TState> { State = _decided }, ETag.None);

    public ValueTask<StateVersion<TState>> ReadAsync() => Dirty is { } dirty ? new(dirty) : state.ReadAsync();

    public Task<StateVersion<TState>> ReadLatestAsync() => Dirty is { } dirty ? Task.FromResult(dirty) : state.ReadLatestAsync();

    public Task<Reply<TValue>> CommitAsync<TValue>(Command<TState, TValue> command) => state.CommitAsync(command with
    {
        Decide = before =>
        {
            var decision = command.Decide(before);
            _decided = decision.State;
            return decision;
        },
    });

    public Task<Reply<TValue>> CommitAsync<TValue>(LogCommand<TState, TValue> command) => state.CommitAsync(command with
    {
        Decide = (before, log) =>
        {
            var decision = command.Decide(before, log);
            _decided = decision.Decision.State;
            return decision;
        },
    });

    public ValueTask<(StateVersion<TState> Version, string Epoch)> ReadWithEpochAsync() => state.ReadWithEpochAsync();

    public Task EndEpochAsync(string token) => state.EndEpochAsync(token);

    public Task<bool> EraseAsync(Func<TState, bool>? isMeant = null) => state.EraseAsync(isMeant);

    public IAsyncEnumerable<TState> ReadEarlierAsync() => state.ReadEarlierAsync();
}
