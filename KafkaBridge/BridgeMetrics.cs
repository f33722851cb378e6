using System.Diagnostics.Metrics;
using OrleansState.KafkaBridge.Partitions;

namespace OrleansState.KafkaBridge;

/// <summary>What the bridge did, on the meter <c>OrleansState</c>. No user id is ever a tag.</summary>
internal sealed class BridgeMetrics
{
    private readonly Counter<long> _records;
    private readonly Counter<long> _batches;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _letters;
    private readonly Counter<long> _rewinds;

    public BridgeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("OrleansState");
        _records = meter.CreateCounter<long>("bridge_records", "{record}", "Records that the checkpoint has passed");
        _batches = meter.CreateCounter<long>("bridge_batches", "{batch}", "Batches that the checkpoint has passed");
        _skipped = meter.CreateCounter<long>("bridge_skipped", "{record}", "Records without a value");
        _letters = meter.CreateCounter<long>("bridge_dead_letters", "{record}", "Records written to the dead-letter topic");
        _rewinds = meter.CreateCounter<long>("bridge_rewinds", "{rewind}", "Times that a partition went back to its checkpoint because the store or the topic was another");
    }

    public void Counted(PartitionBatch batch)
    {
        _records.Add(batch.Records);
        _batches.Add(1);
        _skipped.Add(batch.Skipped);
        _letters.Add(batch.Letters.Length);
    }

    public void Refused(int records) => _letters.Add(records);

    public void Rewound(int partition) => _rewinds.Add(1, new KeyValuePair<string, object?>("partition", partition));
}
