using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Confluent.Kafka;
using OrleansState.Kafka.Access;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka;

/// <summary>
/// What an admin does with the dead letters of a topic: look at them, and send them to the topic again once the fault is
/// mended. A redriven event carries where it first lay, by which its grain takes it once, however often it is redriven. The
/// container has one for each topic, under the topic's name as its key. It may be used by several threads.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is no collection; a dead-letter queue is what the field calls it.")]
public sealed class DeadLetterQueue
{
    /// <summary>Most dead letters of one list.</summary>
    public const int MaxListed = 1000;

    /// <summary>Most bytes of a key or a value in a list.</summary>
    public const int MaxListedBytes = 16 * 1024;

    private readonly IngestTopic _source;
    private readonly DeadLetterTopic _topic;
    private readonly KafkaClients _clients;

    internal DeadLetterQueue(IngestTopic source, DeadLetterTopic topic, KafkaClients clients) =>
        (_source, _topic, _clients) = (source, topic, clients);

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

    /// <summary>Every letter that is wanted, whole, in the order of the topic, one of each origin. The topic is read while they are enumerated, one letter at a time in memory.</summary>
    /// <param name="isWanted">Tells of a letter whether it is wanted.</param>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    /// <exception cref="TimeoutException">The broker did not answer in time.</exception>
    public IEnumerable<StoredDeadLetter> Find(Func<StoredDeadLetter, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(isWanted);
        var redriven = _topic.Redriven();
        return _topic.Read().Where(isWanted).DistinctBy(letter => letter.Identity)
            .Select(letter => letter with { IsRedriven = letter.WasRedriven || letter.Offset < redriven.GetValueOrDefault(letter.Partition) });
    }

    /// <summary>
    /// Sends these dead letters to the topic again; with no ids, all that no earlier redrive of all has sent. One of all
    /// that breaks off is gone on with by the next.
    /// </summary>
    /// <param name="ids">Ids of letters, <see cref="StoredDeadLetter.Id"/>; one that names none is passed over.</param>
    /// <param name="cancelled">Ends it between two letters.</param>
    /// <exception cref="KafkaException">The broker did not take or give one; what was sent may be sent again, it counts once.</exception>
    /// <exception cref="TimeoutException">The broker did not answer in time; the same holds.</exception>
    public Task<Redriven> RedriveAsync(IReadOnlyCollection<string>? ids, CancellationToken cancelled) =>
        Task.Run(() => ids is null ? RedriveAllAsync(cancelled) : RedriveThoseAsync(ids, cancelled), cancelled);

    /// <summary>A fault of this queue in words, with what the broker denies, where that is what it may come of.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The broker does not know this user, or can't be trusted.</exception>
    public Task<string> ExplainAsync(KafkaException fault) => KafkaAccess.ExplainAsync(_clients, fault, KafkaNeeds.OfDeadLetters(_source, _clients.GroupId));

    private async Task<Redriven> RedriveAllAsync(CancellationToken cancelled)
    {
        using var progress = _topic.Progress();
        using var sender = new RedriveSender(_clients, _source.Name);
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
        using var sender = new RedriveSender(_clients, _source.Name);
        var sum = default(Redriven);
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        foreach (var letter in FindById(wanted))
        {
            cancelled.ThrowIfCancellationRequested();
            sender.Add(letter);
            if (sender.IsFull)
                sum += await sender.SendAsync(cancelled);
        }

        return sum + await sender.SendAsync(cancelled);
    }

    /// <summary>Of each partition what lies between the first and the last that is wanted is looked at.</summary>
    private IEnumerable<StoredDeadLetter> FindById(HashSet<string> ids)
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
