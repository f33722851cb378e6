using System.Collections.Concurrent;
using Confluent.Kafka;
using OrleansState.Kafka.Access;
using OrleansState.Kafka.Log;
using OrleansState.Kafka.Progress;
using OrleansState.Kafka.Rebuild;
using OrleansState.Kafka.Topics;
using OrleansState.Kafka.Waiting;

namespace OrleansState.Kafka;

/// <summary>
/// Reads a whole topic anew, beside the live states, and has each key held against it. A state that has gone on beyond what
/// was read is asked again when the topic has been read on: nothing waits for quiet, and ingest may go on meanwhile. The
/// container has one for each topic, under the topic's name as its key. It needs an <see cref="IClusterClient"/>.
/// </summary>
/// <typeparam name="TEvent">What the topic's records mean.</typeparam>
public sealed class IngestRebuild<TEvent>
{
    private const int Parallelism = 64;

    /// <summary>A state in use is caught up with at once or a little later; one that never is has a mark that the log does not reach.</summary>
    private const int MaxReadings = 100;

    private readonly IngestTopic _topic;
    private readonly IGrainFactory _grains;
    private readonly TopicIdentity _identity;
    private readonly Func<bool, WholeLog<TEvent>> _open;
    private readonly CheckpointKeys _names;
    private readonly KafkaClients _clients;

    internal IngestRebuild(IngestTopic topic, IGrainFactory grains, TopicIdentity identity, Func<bool, WholeLog<TEvent>> open, CheckpointKeys names, KafkaClients clients) =>
        (_topic, _grains, _identity, _open, _names, _clients) = (topic, grains, identity, open, names, clients);

    /// <summary>
    /// Reads the topic into the target and has every key compared. A key that stays <see cref="RebuildVerdict.Beyond"/> after
    /// the hundredth reading is asked no more.
    /// </summary>
    /// <param name="target">Gathers and compares.</param>
    /// <param name="fromZero">Whether the topic is taken from its beginning also where the bridge took over a consumer group that had come further.</param>
    /// <param name="cancelled">Ends it.</param>
    /// <exception cref="LogTruncatedException">The topic no longer has all that was delivered out of it.</exception>
    /// <exception cref="LogChangedException">The topic was made anew, or the store has begun another epoch, meanwhile.</exception>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    public async Task RunAsync(IRebuildTarget<TEvent> target, bool fromZero, CancellationToken cancelled)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var log = _open(fromZero);
        var rebuilt = await BeginAsync(await Task.Run(log.Partitions, cancelled), target);
        await Task.Run(() => log.ReadInto(rebuilt, cancelled), cancelled);
        var asked = target.Keys;
        for (var readings = 1; ; readings++)
        {
            var beyond = new ConcurrentBag<string>();
            await Parallel.ForEachAsync(
                asked, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancelled },
                async (key, _) => await CompareAsync(target, key, rebuilt.Basis, beyond));
            await CheckAsync(rebuilt.Basis);
            if (beyond.IsEmpty || readings == MaxReadings)
                return;
            await Task.Run(() => log.ReadInto(rebuilt, cancelled), cancelled);
            asked = [.. beyond];
        }
    }

    /// <summary>A fault of a rebuild in words, with what the broker denies, where that is what it may come of.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The broker does not know this user, or can't be trusted.</exception>
    public Task<string> ExplainAsync(KafkaException fault) => KafkaAccess.ExplainAsync(_clients, fault, KafkaNeeds.OfRebuild(_topic, _clients.GroupId));

    private static async Task CompareAsync(IRebuildTarget<TEvent> target, string key, RebuildBasis basis, ConcurrentBag<string> beyond)
    {
        var verdict = await target.CompareAsync(key, basis);
        if (verdict == RebuildVerdict.EpochMismatch)
            throw EpochMismatch();
        if (verdict == RebuildVerdict.Beyond)
            beyond.Add(key);
    }

    /// <summary>The checkpoints come first: what is read and asked afterwards can only be more than they speak of.</summary>
    private async Task<RebuiltLog<TEvent>> BeginAsync(IReadOnlyList<int> partitions, IRebuildTarget<TEvent> target)
    {
        var id = await _identity.AskAsync();
        var checkpoints = await Task.WhenAll(partitions.Select(CheckpointAsync));
        if (checkpoints.Select(c => c.Epoch).Distinct().Count() > 1)
            throw EpochMismatch();
        return new RebuiltLog<TEvent>(
            id, checkpoints[0].Epoch,
            partitions.Zip(checkpoints).Where(p => p.Second.Log == id).ToDictionary(p => p.First, p => p.Second.NextOffset),
            partitions.Zip(await Task.WhenAll(partitions.Select(WaitingAsync))).Where(p => p.Second.Log == id).ToDictionary(
                p => p.First, p => (IReadOnlyDictionary<string, long>)p.Second.Users.ToDictionary(u => u.UserId, u => u.First, StringComparer.Ordinal)),
            target);
    }

    /// <summary>What was compared belongs together if both are what they were.</summary>
    private async Task CheckAsync(RebuildBasis basis)
    {
        if (await _identity.AskAsync() != basis.TopicId)
            throw new LogChangedException("The topic was made anew while its counts were compared. Run it again.");
        if ((await CheckpointAsync(0)).Epoch != basis.Epoch)
            throw EpochMismatch();
    }

    private Task<Checkpoint> CheckpointAsync(int partition) => _grains.GetGrain<ICheckpointGrain>(_names.Of(_topic.Name, partition)).GetAsync();

    /// <summary>Asked after the checkpoints: nobody waits below one who has not been noted before.</summary>
    private Task<WaitingUsers> WaitingAsync(int partition) => _grains.GetGrain<IWaitingEventsGrain>(_names.Of(_topic.Name, partition)).GetAsync();

    private static LogChangedException EpochMismatch() => new("The store has begun another epoch while the counts were compared. Run it again.");
}
