using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using OrleansState.Kafka.Publishing;

namespace OrleansState.Kafka;

/// <summary>
/// Reads what was told of a key back from the topic of events: from its newest record backwards, and the key's own partition alone.
/// What it holds and how long it takes is bounded. It may be used by several threads; <see cref="MaxReadings"/> read at once, others wait.
/// </summary>
public sealed class KafkaEventHistory : IDisposable
{
    /// <summary>Most events of one answer.</summary>
    public const int MaxEvents = 1_000;

    /// <summary>Most bytes of data of one answer, but for its newest event, which is given whatever it has.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Readings at one moment.</summary>
    public const int MaxReadings = 4;

    /// <summary>How long one looks for older events, once Kafka answers.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    /// <summary>The client has to be given one; it neither joins it nor commits.</summary>
    private const string NoGroup = "none";

    private readonly KafkaEventOptions _options;
    private readonly KafkaClients _clients;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _places = new(MaxReadings);

    internal KafkaEventHistory(KafkaEventOptions options, TimeProvider clock, ILogger<KafkaClients> logger) =>
        (_options, _clients, _clock) = (options, new KafkaClients(options.BootstrapServers, groupId: NoGroup, options.Client, logger), clock);

    /// <summary>The newest events of a key.</summary>
    /// <param name="key">The key under which they were told.</param>
    /// <param name="limit">1 to <see cref="MaxEvents"/>.</param>
    /// <param name="endsAt">
    /// Tells of an event that nothing before it is to be shown, and it neither, such as the one that says that a user was erased. What was
    /// decided before it and came later is not shown either. Null: there is none such.
    /// </param>
    /// <param name="cancelled">Ends the reading.</param>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    /// <exception cref="TimeoutException">The broker did not answer in time.</exception>
    public async Task<ToldEvents> ReadAsync(string key, int limit, Func<ToldEvent, bool>? endsAt = null, CancellationToken cancelled = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxEvents);
        await _places.WaitAsync(cancelled).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => new HistoryReading(_clients, _options.Topic, key, limit, endsAt, _clock).Read(cancelled), cancelled).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}
