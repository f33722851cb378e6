using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace OrleansState.Grains.Tests.Engine.Idempotency;

/// <summary>What writes answers that are remembered, where no silo is at hand.</summary>
internal static class EngineSerializer
{
    public static Serializer Instance { get; } = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();
}
