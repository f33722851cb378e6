using Confluent.Kafka;

namespace OrleansState.Kafka.DeadLetters;

/// <summary>
/// Sends letters to the events again, a bounded number of them at a time. Letters of one origin are sent once, where they
/// are not so far apart that remembering it would take much memory; the counter counts them once in any case.
/// </summary>
internal sealed class RedriveSender(KafkaClients clients, string events) : IDisposable
{
    private const int MaxLetters = 500;
    private const int MaxBytes = 8 * 1024 * 1024;
    private const int MaxRemembered = 100_000;

    private readonly IProducer<byte[]?, byte[]?> _producer = clients.Producer();
    private readonly Lazy<IProducer<byte[]?, byte[]?>> _single = new(clients.SingleProducer);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<StoredDeadLetter> _waiting = [];
    private long _bytes;

    public bool IsFull => _waiting.Count >= MaxLetters || _bytes >= MaxBytes;

    public void Add(StoredDeadLetter letter)
    {
        if (_seen.Count >= MaxRemembered)
            _seen.Clear();
        if (!_seen.Add(letter.HasValue ? letter.Identity : letter.Identity + " without value"))
            return;
        _waiting.Add(letter);
        _bytes += letter.ValueBytes + (letter.Message.Key?.Length ?? 0);
    }

    /// <summary>Returns when Kafka has all that waited.</summary>
    /// <exception cref="KafkaException">Kafka did not take one.</exception>
    public async Task<Redriven> SendAsync(CancellationToken cancelled)
    {
        var results = await Task.WhenAll(_waiting.Select(letter => SendAsync(letter, cancelled))).ConfigureAwait(false);
        _waiting.Clear();
        _bytes = 0;
        return results.Aggregate(default(Redriven), (sum, result) => sum + result);
    }

    public void Dispose()
    {
        _producer.Dispose();
        if (_single.IsValueCreated)
            _single.Value.Dispose();
    }

    private async Task<Redriven> SendAsync(StoredDeadLetter letter, CancellationToken cancelled)
    {
        if (!letter.HasValue)
            return new Redriven(0, 1);
        var message = ToEvent(letter);
        var isSent = await TrySendAsync(_producer, message, cancelled).ConfigureAwait(false)
            || await TrySendAsync(_single.Value, message, cancelled).ConfigureAwait(false);
        return isSent ? new Redriven(1, 0) : new Redriven(0, 0, 1);
    }

    /// <returns>False: the events have no room for it. It would stop every redrive of everything at this place.</returns>
    private async Task<bool> TrySendAsync(IProducer<byte[]?, byte[]?> producer, Message<byte[]?, byte[]?> message, CancellationToken cancelled)
    {
        try
        {
            await producer.ProduceAsync(events, message, cancelled).ConfigureAwait(false);
            return true;
        }
        catch (ProduceException<byte[]?, byte[]?> refused) when (refused.Error.IsTooLarge())
        {
            return false;
        }
    }

    /// <summary>The record as it was: what the dead-letter topic added is taken off, and where it first lay is added.</summary>
    private static Message<byte[]?, byte[]?> ToEvent(StoredDeadLetter letter)
    {
        var headers = new Headers();
        foreach (var header in letter.Message.Headers.Where(h => !h.Key.StartsWith(DeadLetterHeaders.Prefix, StringComparison.Ordinal)))
            headers.Add(header.Key, header.GetValueBytes());
        if (letter.Origin is { } origin)
            DeadLetterHeaders.Set(headers, RedriveOrigin.Header, RedriveOrigin.Write(origin));
        return new Message<byte[]?, byte[]?> { Key = letter.Message.Key, Value = letter.Message.Value, Headers = headers };
    }
}
