using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Indexes;
using OrleansState.Users;

namespace OrleansState;

/// <summary>Makes the states that <see cref="DurableStateAttribute"/> asks for, open as long as their activations live.</summary>
internal sealed class DurableStateFactory : IAttributeToFactoryMapper<DurableStateAttribute>
{
    private static readonly MethodInfo CreateMethod = typeof(DurableStateFactory).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Static)!;

    public Factory<IGrainContext, object> GetFactory(ParameterInfo parameter, DurableStateAttribute metadata)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IDurableState<>))
            throw new InvalidOperationException($"The parameter {parameter.Name} of {parameter.Member.DeclaringType} has [DurableState] and is no IDurableState<TState>.");
        if (string.IsNullOrEmpty(metadata.Kind) || metadata.Kind.Contains('/', StringComparison.Ordinal) || metadata.Kind == IndexNames.Engine[..^1])
            throw new InvalidOperationException($"The kind '{metadata.Kind}' of the state {parameter.Name} of {parameter.Member.DeclaringType} is empty, has a slash in it or is the engine's own word.");
        var create = CreateMethod.MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Func<DurableStateAttribute, Factory<IGrainContext, object>>>();
        return create(metadata);
    }

    private static Factory<IGrainContext, object> Create<TState>(DurableStateAttribute metadata)
        where TState : class, new()
    {
        StateKind<TState>? kind = null;
        return context =>
        {
            var services = context.ActivationServices;
            kind ??= services.GetRequiredService<StateEngine>().KindOf(metadata.Kind, Initial<TState>.State, metadata.RestoresLostWrites, metadata.FromLog);
            var activation = Activation.Of(services.GetRequiredService<IGrainRuntime>(), context);
            var state = new DurableState<TState>(kind, context.GrainId.Key.ToString()!, activation);
            activation.States.Add(state);
            context.ObservableLifecycle.Subscribe(
                nameof(DurableState<TState>), GrainLifecycleStage.SetupState, _ => state.OpenAsync(), _ => state.CloseAsync());
            if (metadata.User == UserRelation.KeyIsUserId)
                UserStates.Add(context, new UserState<TState>(metadata.Kind, state));
            return state;
        };
    }
}
