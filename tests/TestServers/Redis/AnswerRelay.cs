using System.Text;

namespace OrleansState.TestServers.Redis;

/// <summary>Hands a server's answers on to the client, until told to keep them.</summary>
internal sealed class AnswerRelay(Stream server, Stream client)
{
    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _marker;

    /// <summary>From now on the client gets nothing. Returns when the server has said the marker.</summary>
    public Task SwallowUntilAsync(string marker)
    {
        _marker = marker;
        return _came.Task;
    }

    /// <summary>Runs until the server has nothing more to say.</summary>
    public async Task RunAsync()
    {
        var buffer = new byte[1 << 16];
        var swallowed = new StringBuilder();
        while (await server.ReadAsync(buffer) is > 0 and var length)
        {
            if (_marker is not { } marker)
            {
                await client.WriteAsync(buffer.AsMemory(0, length));
                continue;
            }

            swallowed.Append(Encoding.Latin1.GetString(buffer, 0, length));
            if (swallowed.ToString().Contains(marker, StringComparison.Ordinal))
                _came.TrySetResult();
        }
    }
}
