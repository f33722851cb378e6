namespace OrleansState;

/// <summary>What a process is answered that wants to hear of a state's changes.</summary>
/// <param name="ETag">The version that is durable now, as in <see cref="Reply{TValue}.ETag"/>.</param>
/// <param name="Teller">Who tells of its changes, see <see cref="LiveChanges.Teller"/>.</param>
/// <param name="Number">Number of the teller's latest message to the process.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.live-watch")]
public sealed record LiveWatch([property: Id(0)] string ETag, [property: Id(1)] string Teller, [property: Id(2)] long Number);
