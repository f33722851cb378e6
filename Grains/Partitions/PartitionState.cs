namespace OrleansState.Grains.Partitions;

/// <summary>What is stored of a partition's progress. Field ids and the alias are frozen: older records must still load.</summary>
/// <param name="Log">The topic's id, or null where nothing was ever counted.</param>
/// <param name="NextOffset">The offset to read next.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.partition-state")]
internal sealed record PartitionState([property: Id(0)] string? Log, [property: Id(1)] long NextOffset)
{
    public static PartitionState Unread { get; } = new(null, 0);
}
