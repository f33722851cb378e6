namespace OrleansState.Kafka;

/// <summary>What a state is held against in a rebuild.</summary>
/// <param name="TopicId">The topic's id.</param>
/// <param name="Epoch">The store's epoch in which the checkpoints were read: a grain that is in another one answers <see cref="RebuildVerdict.EpochMismatch"/>.</param>
/// <param name="NextOffsets">Up to where each partition has been read.</param>
public sealed record RebuildBasis(string TopicId, string Epoch, IReadOnlyDictionary<int, long> NextOffsets);
