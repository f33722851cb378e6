using System.Collections.Immutable;

namespace OrleansState;

/// <summary>Records of one partition of a log, such as a Kafka topic, for one grain.</summary>
/// <typeparam name="TEvent">What the records mean.</typeparam>
/// <param name="Log">
/// Which log the offsets belong to: the topic's id, which changes when a topic is deleted and made anew. At most 64 characters.
/// </param>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="Epoch">Token of the store's epoch in which it was found out where to read from; in any other nothing is taken.</param>
/// <param name="Settled">
/// Below this offset everything has been delivered for good, and what was refused lies with the dead letters: it is not
/// delivered again, unless the store loses that this was so.
/// </param>
/// <param name="Records">In ascending order of offset.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.log-batch`1")]
public sealed record LogBatch<TEvent>(
    [property: Id(0)] string Log,
    [property: Id(1)] int Partition,
    [property: Id(2)] string Epoch,
    [property: Id(3)] long Settled,
    [property: Id(4)] ImmutableArray<LogRecord<TEvent>> Records);
