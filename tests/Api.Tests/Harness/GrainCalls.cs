using System.Collections.Concurrent;

namespace OrleansState.Api.Tests.Harness;

/// <summary>Counts the calls that an Api makes of grains.</summary>
internal sealed class GrainCalls : IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

    public int Of<TGrain>() => _calls.GetValueOrDefault(typeof(TGrain).Name);

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _calls.AddOrUpdate(context.Request.GetInterfaceType().Name, 1, (_, calls) => calls + 1);
        return context.Invoke();
    }
}
