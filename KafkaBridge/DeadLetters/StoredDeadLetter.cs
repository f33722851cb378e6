using Confluent.Kafka;
using OrleansState.Clicks;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>A dead letter as it lies in the dead-letter topic.</summary>
/// <param name="Id">Where it lies there, <c>partition/offset</c>.</param>
/// <param name="Reason">Stable; documented in <c>docs/dead-letters.md</c>.</param>
/// <param name="Detail">For people.</param>
/// <param name="Topic">The topic it came from.</param>
/// <param name="Origin">Where it lay there; null where its headers don't say.</param>
/// <param name="Timestamp">When the event was produced.</param>
/// <param name="Message">Key, value and headers.</param>
/// <param name="IsRedriven">Whether a redrive of everything has passed it.</param>
public sealed record StoredDeadLetter(
    string Id, string Reason, string Detail, string Topic, LogPosition? Origin, DateTimeOffset? Timestamp, Message<byte[]?, byte[]?> Message, bool IsRedriven)
{
    /// <summary>False: the dead-letter topic did not take its value, which lies at its origin only.</summary>
    public bool HasValue => Message.Value is not null;
}
