using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OrleansState.KafkaBridge.Tests.Harness;

/// <summary>Keeps what is logged.</summary>
internal sealed class HeardLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _warnings = new();

    public IEnumerable<string> Warnings => _warnings;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel == LogLevel.Warning)
            _warnings.Enqueue(formatter(state, exception));
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
