using System.Text.Json;
using OrleansState.Users;

namespace OrleansState;

/// <summary>
/// Something worth telling that a decision has made happen. It is written with the state, and published once that write is
/// durable: a crash delays it, and neither loses nor invents it.
/// </summary>
/// <param name="Type">What happened, for programs, e.g. <c>wallet_paid</c>. At most <see cref="MaxTypeLength"/> characters; never renamed.</param>
/// <param name="Data">The event as JSON, in UTF-8. At most <see cref="MaxDataBytes"/> bytes.</param>
public readonly record struct StateEvent(string Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>Longest type, in UTF-16 characters.</summary>
    public const int MaxTypeLength = 128;

    /// <summary>
    /// Most bytes of one event's data: each write of its state carries it until it is published. What takes the events has to take
    /// that much, where states tell as much; a Kafka topic takes 1 MiB unless it is told otherwise.
    /// </summary>
    public const int MaxDataBytes = 2 * 1024 * 1024;

    /// <summary>
    /// The key under which it is told, for a state that speaks of others; null: the key of the grain. Events of one key that several
    /// states tell have no order among them but the one in which they are published.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>An event whose data is a value as JSON, with names in snake_case.</summary>
    /// <param name="type">What happened.</param>
    /// <param name="data">The value.</param>
    public static StateEvent Of<TData>(string type, TData data) => new(type, JsonSerializer.SerializeToUtf8Bytes(data, SnakeCaseJson.Options));
}
