using Confluent.Kafka;

namespace OrleansState.Kafka;

/// <summary>A record as a reader sees it, over memory of the Kafka client: nothing of it may be kept beyond the call but what was copied.</summary>
/// <param name="key">Its key; empty where it has none.</param>
/// <param name="value">Its value.</param>
/// <param name="headers">Its headers; null where it has none.</param>
public readonly ref struct KafkaRecord(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Headers? headers)
{
    /// <summary>The record's key; empty where it has none.</summary>
    public ReadOnlySpan<byte> Key { get; } = key;

    /// <summary>The record's value. A record without one is skipped and never read.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>The record's headers; null where it has none.</summary>
    public Headers? Headers { get; } = headers;
}
