namespace OrleansState.Kafka.Progress;

/// <summary>What is stored of a partition's progress. Field ids and the alias are frozen: older records must still load.</summary>
/// <param name="Log">The topic's id, or null where nothing was ever counted.</param>
/// <param name="NextOffset">The offset to read next.</param>
/// <param name="Generation">
/// The store's generation that it was written in: in another, records that it speaks of may be gone. Null in records of
/// releases that knew of none.
/// </param>
[GenerateSerializer, Immutable, Alias("orleansstate.partition-state")]
internal sealed record CheckpointState([property: Id(0)] string? Log, [property: Id(1)] long NextOffset, [property: Id(2)] string? Generation = null)
{
    public static CheckpointState Unread { get; } = new();

    /// <summary>Nothing was counted yet.</summary>
    public CheckpointState() : this(null, 0)
    {
    }

    /// <summary>The progress as far as it may be believed in a generation of the store.</summary>
    public CheckpointState In(string generation) => Generation is null || Generation == generation ? this : Unread;
}
