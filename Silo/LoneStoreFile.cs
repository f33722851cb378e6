using OrleansState.Grains.Engine.Redis;

namespace OrleansState.Silo;

/// <summary>The file of a store in the same process as its only silo.</summary>
internal sealed class LoneStoreFile(Func<Task> commit) : IStoreFile
{
    public Task CommitAsync() => commit();
}
