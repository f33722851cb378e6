namespace OrleansState;

/// <summary>What a host says of states of one type, until the engine asks for it.</summary>
internal sealed class StateConfiguration<TState>(Action<StateDefinition<TState>, IServiceProvider> configure)
    where TState : class
{
    /// <summary>What all that was said of them comes to.</summary>
    public static StateDefinition<TState> DefinitionOf(IServiceProvider services, IEnumerable<StateConfiguration<TState>> configurations)
    {
        var definition = new StateDefinition<TState>();
        foreach (var configuration in configurations)
            configuration.Apply(definition, services);
        return definition;
    }

    private void Apply(StateDefinition<TState> definition, IServiceProvider services) => configure(definition, services);
}
