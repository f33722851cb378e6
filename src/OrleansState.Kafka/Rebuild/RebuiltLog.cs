namespace OrleansState.Kafka.Rebuild;

/// <summary>What has been read of a whole log, beside the live states and untouched by them.</summary>
/// <param name="topicId">The topic's id.</param>
/// <param name="epoch">The store's epoch in which the checkpoints were read.</param>
/// <param name="checkpoints">By partition; none where nothing has been delivered.</param>
/// <param name="waiting">By partition, which keys wait below the checkpoint, from which offset on.</param>
/// <param name="target">Takes the events.</param>
internal sealed class RebuiltLog<TEvent>(
    string topicId, string epoch, IReadOnlyDictionary<int, long> checkpoints, IReadOnlyDictionary<int, IReadOnlyDictionary<string, long>> waiting, IRebuildTarget<TEvent> target)
{
    private readonly Dictionary<int, long> _nextOffsets = [];

    public RebuildBasis Basis { get; private set; } = new(topicId, epoch, new Dictionary<int, long>());

    public void Add(string key, int partition, LoggedEvent<TEvent> logged)
    {
        var waits = waiting.TryGetValue(partition, out var keys) && keys.TryGetValue(key, out var first) && logged.Offset >= first;
        target.Add(key, partition, logged, isCertain: !waits && logged.Offset < checkpoints.GetValueOrDefault(partition));
    }

    /// <summary>A partition has been read up to here.</summary>
    public void ReadUpTo(int partition, long nextOffset)
    {
        _nextOffsets[partition] = nextOffset;
        Basis = new RebuildBasis(topicId, epoch, _nextOffsets);
    }
}
