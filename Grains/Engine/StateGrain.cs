namespace OrleansState.Grains.Engine;

/// <summary>A grain whose state the engine keeps. It has no field of its own that a restart would lose.</summary>
/// <param name="engine">The silo's engine.</param>
/// <param name="kind">The kind of state, e.g. <c>cart</c>: the first part of its key in the store, never renamed.</param>
/// <param name="initial">The state of a grain that has no record.</param>
/// <param name="heals">Whether a store that lost its last writes is given this state back; see <see cref="DurableState{TState}"/>.</param>
/// <param name="fromLog">Whether it contains records of a log; see there.</param>
internal abstract class StateGrain<TState>(StateEngine engine, string kind, TState initial, bool heals = true, bool fromLog = false) : Grain
    where TState : class
{
    private readonly long _began = engine.Clock.GetTimestamp();

    protected DurableState<TState> State { get; private set; } = null!;

    /// <summary>Since the grain was activated.</summary>
    protected TimeSpan Age => engine.Clock.GetElapsedTime(_began);

    public sealed override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        State = await engine.OpenAsync(kind, this.GetPrimaryKeyString(), initial, heals, fromLog);

    public sealed override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await State.CloseAsync();
        engine.Close(State);
    }
}
