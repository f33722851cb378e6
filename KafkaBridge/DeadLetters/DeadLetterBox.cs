using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>
/// What an admin does with dead letters: look at them, and send them to the events again once the fault is mended. A
/// redriven event carries where it first lay, by which its counter counts it once, however often it is redriven.
/// </summary>
public sealed class DeadLetterBox
{
    /// <summary>Most dead letters of one list.</summary>
    public const int MaxListed = 1000;

    private readonly DeadLetterTopic _topic;
    private readonly KafkaClients _clients;
    private readonly string _events;

    internal DeadLetterBox(DeadLetterTopic topic, KafkaClients clients, IOptions<KafkaOptions> options) =>
        (_topic, _clients, _events) = (topic, clients, options.Value.Topic);

    /// <summary>The newest dead letters, one of each origin, the newest first.</summary>
    /// <param name="limit">1 to <see cref="MaxListed"/>.</param>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    /// <exception cref="TimeoutException">The broker did not answer in time.</exception>
    public IReadOnlyList<StoredDeadLetter> List(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxListed);
        var newest = new PriorityQueue<StoredDeadLetter, (DateTimeOffset, long)>();
        foreach (var letter in OnePerOrigin(_topic.Read()))
        {
            newest.Enqueue(letter, (letter.Message.Timestamp.UtcDateTime, OffsetOf(letter)));
            if (newest.Count > limit)
                newest.Dequeue();
        }

        var listed = new List<StoredDeadLetter>(newest.Count);
        while (newest.TryDequeue(out var letter, out _))
            listed.Add(letter);
        listed.Reverse();
        return listed;
    }

    /// <summary>Sends these dead letters to the events again; with no ids, all that no earlier redrive of all has sent.</summary>
    /// <returns>How many were sent, and how many could not be: their value lies at their origin only.</returns>
    /// <exception cref="KafkaException">The broker did not take or give one; what was sent may be sent again, it counts once.</exception>
    public async Task<(int Sent, int WithoutValue)> RedriveAsync(IReadOnlyCollection<string>? ids, CancellationToken cancelled)
    {
        var wanted = ids?.ToHashSet(StringComparer.Ordinal);
        var chosen = await Task.Run(() => _topic.Read().Where(letter => wanted?.Contains(letter.Id) ?? !letter.IsRedriven).ToList(), cancelled);
        using var producer = _clients.Producer();
        var sendable = OnePerOrigin(chosen).Where(letter => letter.HasValue).ToList();
        await Task.WhenAll(sendable.Select(letter => producer.ProduceAsync(_events, ToEvent(letter), cancelled)));
        if (wanted is null && chosen.Count > 0)
            _topic.RememberRedriven(chosen.GroupBy(PartitionOf).ToDictionary(g => g.Key, g => g.Max(OffsetOf) + 1));
        return (sendable.Count, OnePerOrigin(chosen).Count() - sendable.Count);
    }

    private static IEnumerable<StoredDeadLetter> OnePerOrigin(IEnumerable<StoredDeadLetter> letters) =>
        letters.DistinctBy(letter => letter.Origin is { } origin ? RedriveOrigin.Write(origin) : letter.Id);

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

    private static int PartitionOf(StoredDeadLetter letter) => int.Parse(letter.Id.Split('/')[0], CultureInfo.InvariantCulture);

    private static long OffsetOf(StoredDeadLetter letter) => long.Parse(letter.Id.Split('/')[1], CultureInfo.InvariantCulture);
}
