namespace OrleansState;

/// <summary>
/// A state that says itself what the engine does with it besides storing it, where that needs no settings: its deadlines, when its record can
/// go, its indexes. What does need settings, or services, goes by <see cref="EngineServices.ConfigureState"/>; both may be used.
/// </summary>
/// <typeparam name="TSelf">The state.</typeparam>
public interface IDefinedState<TSelf>
    where TSelf : class
{
    /// <summary>Says it. Called once for each kind of state on a silo.</summary>
    /// <param name="definition">What it is said to.</param>
    static abstract void Define(StateDefinition<TSelf> definition);
}
