using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>
/// What an admin does with dead letters: look at them, and send them to the events again once the fault is mended. A
/// redriven event carries where it first lay, by which its counter counts it once, however often it is redriven.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is no collection; a dead-letter queue is what the field calls it.")]
public sealed class DeadLetterQueue
{
    /// <summary>Most dead letters of one list.</summary>
    public const int MaxListed = 1000;

    /// <summary>Most bytes of a key or a value in a list.</summary>
    public const int MaxListedBytes = 16 * 1024;

    private readonly DeadLetterTopic _topic;
    private readonly KafkaClients _clients;
    private readonly string _events;

    internal DeadLetterQueue(DeadLetterTopic topic, KafkaClients clients, IOptions<KafkaOptions> options) =>
        (_topic, _clients, _events) = (topic, clients, options.Value.Topic);

    /// <summary>The newest dead letters, one of each origin, the newest first, without headers and with long keys and values cut.</summary>
    /// <param name="limit">1 to <see cref="MaxListed"/>.</param>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    /// <exception cref="TimeoutException">The broker did not answer in time.</exception>
    public IReadOnlyList<StoredDeadLetter> List(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxListed);
        var redriven = _topic.Redriven();
        var newest = new NewestLetters(limit);
        foreach (var read in _topic.Read())
            newest.Add(read, letter => letter.Cut(MaxListedBytes) with { IsRedriven = letter.WasRedriven || letter.Offset < redriven.GetValueOrDefault(letter.Partition) });
        return newest.Kept;
    }

    /// <summary>
    /// Every letter that names a user, whole, in the order of the topic, one of each origin: what an erasure would delete,
    /// and more than one user's data where a letter names several.
    /// </summary>
    /// <param name="userId">1 to 128 printable ASCII characters.</param>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    /// <exception cref="TimeoutException">The broker did not answer in time.</exception>
    internal IEnumerable<StoredDeadLetter> ListOf(string userId)
    {
        var user = new LettersOfUser(userId);
        var redriven = _topic.Redriven();
        return _topic.Read().Where(user.Names).DistinctBy(letter => letter.Identity)
            .Select(letter => letter with { IsRedriven = letter.WasRedriven || letter.Offset < redriven.GetValueOrDefault(letter.Partition) });
    }

    /// <summary>
    /// Sends these dead letters to the events again; with no ids, all that no earlier redrive of all has sent. One of all
    /// that breaks off is gone on with by the next.
    /// </summary>
    /// <exception cref="KafkaException">The broker did not take or give one; what was sent may be sent again, it counts once.</exception>
    /// <exception cref="TimeoutException">The broker did not answer in time; the same holds.</exception>
    public Task<Redriven> RedriveAsync(IReadOnlyCollection<string>? ids, CancellationToken cancelled) =>
        Task.Run(() => ids is null ? RedriveAllAsync(cancelled) : RedriveThoseAsync(ids, cancelled), cancelled);

    private async Task<Redriven> RedriveAllAsync(CancellationToken cancelled)
    {
        using var progress = _topic.Progress();
        using var sender = new RedriveSender(_clients, _events);
        var sum = default(Redriven);
        StoredDeadLetter? last = null;
        var redriven = _topic.Redriven();
        foreach (var letter in _topic.Read((partition, low, _) => redriven.GetValueOrDefault(partition, low)))
        {
            cancelled.ThrowIfCancellationRequested();
            if (last is not null && (sender.IsFull || last.Partition != letter.Partition))
                await SendAsync(last);
            if (!letter.WasRedriven)
                sender.Add(letter);
            last = letter;
        }

        if (last is not null)
            await SendAsync(last);
        return sum;

        async Task SendAsync(StoredDeadLetter upTo)
        {
            sum += await sender.SendAsync(cancelled);
            _topic.RememberRedriven(progress, upTo.Partition, upTo.Offset + 1);
        }
    }

    private async Task<Redriven> RedriveThoseAsync(IReadOnlyCollection<string> ids, CancellationToken cancelled)
    {
        using var sender = new RedriveSender(_clients, _events);
        var sum = default(Redriven);
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        foreach (var letter in Find(wanted))
        {
            cancelled.ThrowIfCancellationRequested();
            sender.Add(letter);
            if (sender.IsFull)
                sum += await sender.SendAsync(cancelled);
        }

        return sum + await sender.SendAsync(cancelled);
    }

    /// <summary>Of each partition what lies between the first and the last that is wanted is looked at.</summary>
    private IEnumerable<StoredDeadLetter> Find(HashSet<string> ids)
    {
        var left = ids.ToHashSet(StringComparer.Ordinal);
        var first = ids.Select(Parse).OfType<(int Partition, long Offset)>().GroupBy(id => id.Partition).ToDictionary(g => g.Key, g => g.Min(id => id.Offset));
        foreach (var letter in _topic.Read((partition, _, high) => first.GetValueOrDefault(partition, high)))
        {
            if (left.Remove(letter.Id))
                yield return letter;
            if (left.Count == 0)
                yield break;
        }
    }

    /// <summary>An id that none of ours can be names no letter.</summary>
    private static (int Partition, long Offset)? Parse(string id) =>
        id?.Split('/') is [var partition, var offset]
        && int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var p)
        && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var o)
            ? (p, o)
            : null;
}
