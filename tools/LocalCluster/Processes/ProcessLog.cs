using System.Diagnostics;

namespace OrleansState.LocalCluster.Processes;

/// <summary>Writes what a process says to a file and keeps its last lines for the message of a failure.</summary>
internal sealed class ProcessLog(string file) : IAsyncDisposable
{
    private const int TailLines = 25;

    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = [];
    private StreamWriter? _writer = new(file, append: true) { AutoFlush = true };

    public void Follow(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Tail()
    {
        lock (_gate)
            return string.Join('\n', _tail);
    }

    public ValueTask DisposeAsync()
    {
        StreamWriter? writer;
        lock (_gate)
            (writer, _writer) = (_writer, null);
        return writer?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            _writer?.WriteLine(line);
            _tail.Enqueue(line);
            if (_tail.Count > TailLines)
                _tail.Dequeue();
        }
    }
}
