namespace OrleansState.Bench.Rows;

/// <summary>Servers of several rows: started when one first asks for them. Disposed, the next are new ones.</summary>
internal sealed class Shared<T>(Func<Task<T>> start) : IAsyncDisposable
    where T : class, IAsyncDisposable
{
    private T? _servers;

    public async Task<T> StartedAsync() => _servers ??= await start();

    public async ValueTask DisposeAsync()
    {
        var servers = _servers;
        _servers = null;
        if (servers is not null)
            await servers.DisposeAsync();
    }
}
