using System.Reflection;

namespace OrleansState.KafkaBridge.Tests.Model;

/// <summary>Stands before a grain, or before what hands out grains, and decides what becomes of each call.</summary>
public class GrainProxy : DispatchProxy
{
    private Func<MethodInfo, object?[], object?> _handle = null!;

    internal static T Create<T>(Func<MethodInfo, object?[], object?> handle)
        where T : class
    {
        var proxy = Create<T, GrainProxy>();
        ((GrainProxy)(object)proxy)._handle = handle;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _handle(targetMethod!, args ?? []);
}
