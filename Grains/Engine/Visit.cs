namespace OrleansState.Grains.Engine;

/// <summary>
/// A state that somebody on this silo uses for a moment without an activation of its grain, which costs several times as
/// much as the command. As long as it lasts the grain's activation waits to be opened, so that it reads what was written.
/// </summary>
/// <remarks>It is not live: a store that loses what it has written is not given it back.</remarks>
internal sealed class Visit<TState>(StateEngine engine, DurableState<TState> state) : IRevalidated, IDisposable
    where TState : class
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DurableState<TState> State => state;

    public string RecordKey => state.RecordKey;

    /// <summary>Completes when the state is no longer used.</summary>
    public Task Ended => _ended.Task;

    /// <summary>It reads its record in the life it finds, and writes in that one or not at all.</summary>
    public Task RevalidateAsync(string token) => Task.CompletedTask;

    public void Dispose()
    {
        engine.Close(this);
        _ended.TrySetResult();
    }
}
