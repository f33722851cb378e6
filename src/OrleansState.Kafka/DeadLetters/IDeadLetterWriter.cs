namespace OrleansState.Kafka.DeadLetters;

/// <summary>Where dead letters go: Kafka in production, a list in tests of what a worker does.</summary>
internal interface IDeadLetterWriter
{
    /// <summary>Writes them. Done means that they can't be lost: only then may a position pass their records.</summary>
    Task WriteAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancelled);
}
