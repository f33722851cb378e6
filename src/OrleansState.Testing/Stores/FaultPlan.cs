using System.Collections.Immutable;

namespace OrleansState.Testing;

/// <summary>What the store does to one access after another; after the last of them nothing goes wrong.</summary>
internal sealed class FaultPlan(ImmutableArray<StoreAccess> accesses, Action<string>? observe = null)
{
    private int _next;

    public static FaultPlan None { get; } = new([]);

    public StoreAccess Next()
    {
        // Not counted further than needed: the plan without faults is everybody's.
        if (_next >= accesses.Length)
            return default;
        var index = Interlocked.Increment(ref _next) - 1;
        return index < accesses.Length ? accesses[index] : default;
    }

    /// <summary>Tells whoever draws the history what has happened at the store.</summary>
    public void Observe(string what) => observe?.Invoke(what);
}
