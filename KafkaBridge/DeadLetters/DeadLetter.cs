using Confluent.Kafka;
using OrleansState.Clicks;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>A record that can't be used, as it was, and why.</summary>
/// <param name="Origin">Where it lies; of a redriven one, where it first lay. What dedupes it.</param>
/// <param name="Topic">The name of the topic it lies in.</param>
/// <param name="Timestamp">When it was produced.</param>
/// <param name="Key">Its key, untouched.</param>
/// <param name="Value">Its value, untouched.</param>
/// <param name="Headers">Its headers, untouched.</param>
/// <param name="Reason">Stable; what kind of fault it is.</param>
/// <param name="Detail">For people.</param>
internal sealed record DeadLetter(
    LogPosition Origin, string Topic, Timestamp Timestamp, byte[]? Key, byte[]? Value, Headers? Headers, string Reason, string Detail)
{
    /// <summary>What it holds in memory, but for a few objects.</summary>
    public long Bytes => (Key?.LongLength ?? 0) + (Value?.LongLength ?? 0) + (Headers?.Sum(h => h.Key.Length + (h.GetValueBytes()?.LongLength ?? 0)) ?? 0);
}
