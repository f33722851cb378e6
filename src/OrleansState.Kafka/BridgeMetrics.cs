using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using OrleansState.Kafka.Health;
using OrleansState.Kafka.Partitions;

namespace OrleansState.Kafka;

/// <summary>What the bridge did, on the meter <c>OrleansState</c>, by topic. No key of a grain is ever a tag.</summary>
internal sealed class BridgeMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _records = Counter(meters, "bridge_records", "{record}", "Records that the checkpoint has passed");
    private readonly Counter<long> _batches = Counter(meters, "bridge_batches", "{batch}", "Batches that the checkpoint has passed");
    private readonly Counter<long> _skipped = Counter(meters, "bridge_skipped", "{record}", "Records without a value");
    private readonly Counter<long> _letters = Counter(meters, "bridge_dead_letters", "{record}", "Records written to the dead-letter topic");
    private readonly Counter<long> _waiting = Counter(meters, "bridge_waiting", "{record}", "Records that the checkpoint has passed uncounted, since their user's record can't be read; they wait in the log");
    private readonly Counter<long> _rewinds = Counter(meters, "bridge_rewinds", "{rewind}", "Times that a partition went back to its checkpoint because the store or the topic was another");
    private readonly Counter<long> _lost = Counter(meters, "bridge_lost_to_retention", "{record}", "Offsets that the log had deleted before the checkpoint came to them");
    private readonly Counter<long> _erased = Counter(meters, "bridge_erased_letters", "{record}", "Dead letters that name an erased user: not written, or deleted");
    private readonly Meter _meter = MeterOf(meters);

    /// <summary>Nobody is shown a zero of what never happens.</summary>
    public void LettersErased(string topic, int letters)
    {
        if (letters > 0)
            _erased.Add(letters, Topic(topic));
    }

    /// <summary>A checkpoint has passed a batch of these.</summary>
    public void Delivered(TopicPartition place, int records, int skipped, int letters, ImmutableArray<LostRecords> lost)
    {
        var topic = Topic(place.Topic);
        _records.Add(records, topic);
        _batches.Add(1, topic);
        _skipped.Add(skipped, topic);
        _letters.Add(letters, topic);
        foreach (var stretch in lost)
            _lost.Add(stretch.Count, topic, Partition(place));
    }

    public void Refused(TopicPartition place, int records) => _letters.Add(records, Topic(place.Topic));

    public void SetAside(TopicPartition place, int records) => _waiting.Add(records, Topic(place.Topic));

    public void Rewound(TopicPartition place) => _rewinds.Add(1, Topic(place.Topic), Partition(place));

    /// <summary>Shows how this bridge's partitions stand whenever somebody looks.</summary>
    public void Show(Func<IReadOnlyList<PartitionSight>> sights)
    {
        _meter.CreateObservableGauge("bridge_lag", () => sights().Where(s => s.Lag is not null).Select(s => new Measurement<long>(s.Lag!.Value, Topic(s.Partition.Topic), Partition(s.Partition))), "{record}", "Offsets between the checkpoint and the log's end");
        _meter.CreateObservableGauge("bridge_progress_age", () => sights().Select(s => new Measurement<double>(s.Age.TotalSeconds, Topic(s.Partition.Topic), Partition(s.Partition))), "s", "Since the checkpoint last moved, or nothing was left to count");
        _meter.CreateObservableGauge("bridge_stalled", () => sights().Select(s => new Measurement<int>(s.IsStalled ? 1 : 0, Topic(s.Partition.Topic), Partition(s.Partition))), "{partition}", "1: events wait, and none has been counted for half a minute");
    }

    private static Counter<long> Counter(IMeterFactory meters, string name, string unit, string description) =>
        MeterOf(meters).CreateCounter<long>(name, unit, description);

    /// <summary>The factory makes one meter of a name.</summary>
    private static Meter MeterOf(IMeterFactory meters) => meters.Create("OrleansState");

    private static KeyValuePair<string, object?> Topic(string topic) => new("topic", topic);

    private static KeyValuePair<string, object?> Partition(TopicPartition place) => new("partition", place.Partition.Value);
}
