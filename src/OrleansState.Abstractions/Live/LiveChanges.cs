using System.Collections.Immutable;

namespace OrleansState;

/// <summary>A message on the stream of a process: of each state that has changed the newest version, or none, as a sign of life.</summary>
/// <param name="Teller">Names the silo's process. What was watched by one that is gone has to be watched anew.</param>
/// <param name="Number">
/// Counts the teller's messages to this process that bring changes; a sign of life has that of the latest. Where one is missing
/// a message was lost.
/// </param>
/// <param name="Changes">The changes.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.live-changes")]
public sealed record LiveChanges([property: Id(0)] string Teller, [property: Id(1)] long Number, [property: Id(2)] ImmutableArray<LiveChange> Changes);
