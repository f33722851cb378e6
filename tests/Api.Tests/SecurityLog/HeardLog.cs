using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OrleansState.Api.Tests.SecurityLog;

/// <summary>Keeps every line of a process' log, as an operator's collector would.</summary>
internal sealed class HeardLog : ILoggerProvider
{
    private readonly ConcurrentQueue<HeardLine> _lines = [];

    public IReadOnlyCollection<HeardLine> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Ear(categoryName, _lines);

    public void Dispose()
    {
    }

    private sealed class Ear(string category, ConcurrentQueue<HeardLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var fields = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
            lines.Enqueue(new HeardLine(
                category, eventId.Id, logLevel, $"{formatter(state, exception)} {exception} {string.Join(' ', fields)}",
                fields.GroupBy(field => field.Key).ToDictionary(same => same.Key, same => same.First().Value?.ToString())));
        }
    }
}

/// <summary>A line of a log.</summary>
/// <param name="Category">Who says it.</param>
/// <param name="Id">Its event id.</param>
/// <param name="Level">Its level.</param>
/// <param name="Text">All it says, its fields and its exception among that.</param>
/// <param name="Fields">What a structured log keeps of it.</param>
internal sealed record HeardLine(string Category, int Id, LogLevel Level, string Text, IReadOnlyDictionary<string, string?> Fields);
