using OrleansState.Embedded.Redis;
using OrleansState.Grains.Engine.Redis;

namespace OrleansState.Api.Standalone;

/// <summary>The embedded store's file.</summary>
internal sealed class EmbeddedStoreFile(EmbeddedRedis redis) : IStoreFile
{
    public Task CommitAsync() => redis.CommitAsync();
}
