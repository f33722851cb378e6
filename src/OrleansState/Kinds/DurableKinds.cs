using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansState;

/// <summary>The kinds of state that grains of this silo have, as the silo's manifest found them.</summary>
internal sealed class DurableKinds(IServiceProvider services)
{
    private static readonly MethodInfo MakeMethod = typeof(DurableKinds).GetMethod(nameof(Make), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly ConcurrentDictionary<string, (Type State, DurableStateAttribute Metadata)> _found = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IStateKind> _made = new(StringComparer.Ordinal);

    /// <summary>The kinds, in the order of their names.</summary>
    public IReadOnlyList<IStateKind> All => [.. _found.OrderBy(static found => found.Key, StringComparer.Ordinal).Select(found => _made.GetOrAdd(found.Key, MakeKind))];

    public void Add(Type state, DurableStateAttribute metadata) => _found.TryAdd(metadata.Kind, (state, metadata));

    private IStateKind MakeKind(string kind)
    {
        var (state, metadata) = _found[kind];
        return (IStateKind)MakeMethod.MakeGenericMethod(state).Invoke(null, [services.GetRequiredService<StateEngine>(), metadata])!;
    }

    private static StateKind<TState> Make<TState>(StateEngine engine, DurableStateAttribute metadata)
        where TState : class, new() => engine.KindOf(metadata.Kind, Initial<TState>.State, metadata.RestoresLostWrites, metadata.FromLog);
}
