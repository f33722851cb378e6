namespace OrleansState.Kafka;

/// <summary>An event that a state has told, as it lies in the topic.</summary>
/// <param name="Id">Never changes and never names another event.</param>
/// <param name="Type">What happened.</param>
/// <param name="Time">When it was decided.</param>
/// <param name="Data">JSON in UTF-8.</param>
public sealed record ToldEvent(string Id, string Type, DateTimeOffset Time, ReadOnlyMemory<byte> Data);
