using Confluent.Kafka;

namespace OrleansState.Kafka.DeadLetters;

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
    /// <summary>What it says of itself, if that is that it was redriven; not looked into yet.</summary>
    public RedriveClaim? Claim { get; init; }

    /// <summary>Bytes of a key that was too large to be kept: <see cref="Key"/> is null then.</summary>
    public int LostKeyBytes { get; init; }

    /// <summary>Bytes of a value that was too large to be kept: <see cref="Value"/> is null then.</summary>
    public int LostValueBytes { get; init; }

    /// <summary>Of a record that the client does not give out: nothing is known of it but its place.</summary>
    public static DeadLetter WithoutContent(LogPosition place, string topic, EventFault fault) =>
        new(place, topic, new Timestamp(0, TimestampType.NotAvailable), null, null, null, fault.Reason, fault.Detail);

    /// <summary>The letter of where the event first lay, if what it says of that is borne out.</summary>
    public DeadLetter Honour(IReadOnlySet<RedriveClaim> proven) =>
        Claim is not null && proven.Contains(Claim) ? this with { Origin = Claim.Origin } : this;

    /// <summary>What it holds in memory, but for a few objects.</summary>
    public long Bytes => (Key?.LongLength ?? 0) + (Value?.LongLength ?? 0) + (Headers?.Sum(h => h.Key.Length + (h.GetValueBytes()?.LongLength ?? 0)) ?? 0);
}
