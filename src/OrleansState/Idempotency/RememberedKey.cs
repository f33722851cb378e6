namespace OrleansState.Idempotency;

/// <summary>A key that took effect, kept in the same record and the same write as its effect.</summary>
/// <param name="Key">Hash of the key.</param>
/// <param name="Payload">Hash of what came with it.</param>
/// <param name="Second">When, in seconds since 1970 (until 2106).</param>
/// <param name="ETag">The ETag of the answer.</param>
/// <param name="Receipt">What rebuilds the answer; of a refusal, the message in its text.</param>
/// <param name="RefusalCode">Set when the answer was a refusal.</param>
/// <param name="Answer">The answer itself, as <see cref="RememberedAnswer"/> writes it, where no recall rule rebuilds it.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.remembered-key")]
internal readonly record struct RememberedKey(
    [property: Id(0)] Guid Key,
    [property: Id(1)] ulong Payload,
    [property: Id(2)] uint Second,
    [property: Id(3)] Guid ETag,
    [property: Id(4)] Receipt Receipt,
    [property: Id(5)] string? RefusalCode,
    [property: Id(6)] byte[]? Answer = null)
{
    /// <summary>Whether the answer can be given again from the key alone, whatever has become of the state.</summary>
    public bool IsComplete => RefusalCode is not null || Answer is not null;
}
