namespace OrleansState.Kafka;

/// <summary>An event that its grain can't take. It goes to the dead-letter topic.</summary>
/// <param name="Offset">Its offset in the partition that the batch is of.</param>
/// <param name="Reason">Stable, in lower case with hyphens: what kind of refusal it is.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record RefusedEvent(long Offset, string Reason, string Detail);
