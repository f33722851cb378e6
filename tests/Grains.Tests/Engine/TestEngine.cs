using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using OrleansState.Storage;

namespace OrleansState.Grains.Tests.Engine;

/// <summary>An engine on a store that does what the test says, without a silo.</summary>
internal sealed class TestEngine : IDisposable
{
    private readonly ServiceProvider _services;

    public TestEngine(IStateStore store, IdempotencyOptions? idempotency = null, IEventPublisher? publisher = null, TimeProvider? clock = null, Action<IServiceCollection>? add = null)
    {
        var services = new ServiceCollection().AddSerializer().AddMetrics();
        if (publisher is not null)
            services.AddSingleton(publisher);
        add?.Invoke(services);
        _services = services.BuildServiceProvider();
        Engine = new StateEngine(
            store, new EngineMetrics(_services.GetRequiredService<IMeterFactory>()), clock ?? TimeProvider.System, Options.Create(idempotency ?? new IdempotencyOptions()), _services);
    }

    public StateEngine Engine { get; }

    public IServiceProvider Services => _services;

    public void Dispose() => _services.Dispose();
}
