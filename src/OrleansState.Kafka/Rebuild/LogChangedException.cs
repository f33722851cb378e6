namespace OrleansState.Kafka;

/// <summary>The store or the topic became another while the two were compared: what was read of one says nothing of the other.</summary>
public sealed class LogChangedException(string message) : Exception(message);
