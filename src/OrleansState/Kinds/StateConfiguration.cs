using System.Reflection;

namespace OrleansState;

/// <summary>What a host says of states of one type, until the engine asks for it.</summary>
internal sealed class StateConfiguration<TState>(Action<StateDefinition<TState>, IServiceProvider> configure)
    where TState : class
{
    private static readonly MethodInfo DefineMethod = typeof(StateConfiguration<TState>).GetMethod(nameof(DefineItself), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>What all that was said of them comes to.</summary>
    public static StateDefinition<TState> DefinitionOf(IServiceProvider services, IEnumerable<StateConfiguration<TState>> configurations)
    {
        var definition = new StateDefinition<TState>();
        if (typeof(IDefinedState<TState>).IsAssignableFrom(typeof(TState)))
            DefineMethod.MakeGenericMethod(typeof(TState)).Invoke(null, [definition]);
        foreach (var configuration in configurations)
            configuration.Apply(definition, services);
        return definition;
    }

    private static void DefineItself<TDefined>(StateDefinition<TDefined> definition)
        where TDefined : class, IDefinedState<TDefined> => TDefined.Define(definition);

    private void Apply(StateDefinition<TState> definition, IServiceProvider services) => configure(definition, services);
}
