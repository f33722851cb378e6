namespace OrleansState;

/// <summary>
/// A state that somebody on this silo uses for a moment without an activation of its grain, which costs several times as
/// much as the command. As long as it lasts the grain's activation waits to be opened, so that it reads what was written.
/// </summary>
/// <remarks>It is not live: a store that loses what it has written is not given it back.</remarks>
/// <typeparam name="TState">The state.</typeparam>
public sealed class StateLease<TState> : IRevalidated, IDisposable
    where TState : class
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StateEngine _engine;

    internal StateLease(StateEngine engine, DurableState<TState> state) => (_engine, Durable) = (engine, state);

    /// <summary>The state, until the lease is disposed.</summary>
    public IDurableState<TState> State => Durable;

    /// <summary>Whether there was no record when it was last looked for.</summary>
    public bool WasNew => Durable.WasNew;

    string IRevalidated.RecordKey => RecordKey;

    internal DurableState<TState> Durable { get; }

    internal string RecordKey => Durable.RecordKey;

    /// <summary>Completes when the state is no longer used.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>It reads its record in the epoch it finds, and writes in that one or not at all.</summary>
    Task IRevalidated.RevalidateAsync(string token) => Task.CompletedTask;

    /// <summary>Ends the lease: an activation that waits for it opens its state.</summary>
    public void Dispose()
    {
        _engine.Close(this);
        _ended.TrySetResult();
    }
}
