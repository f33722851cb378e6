namespace OrleansState;

/// <summary>The state of an activation on this silo, for whoever hands it work without a call of its grain, which costs several times as much.</summary>
/// <typeparam name="TState">The state.</typeparam>
public interface IActiveState<TState> : IDurableState<TState>
    where TState : class
{
    /// <summary>The activation is ending; the next call to the grain opens another. To be looked at within a turn.</summary>
    bool IsClosed { get; }

    /// <summary>Runs a turn of the activation, as a call to it would.</summary>
    Task<TResult> TurnAsync<TResult>(Func<Task<TResult>> turn);
}
