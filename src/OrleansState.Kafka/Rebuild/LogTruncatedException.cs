namespace OrleansState.Kafka;

/// <summary>The log lacks its beginning, so that nothing can be rebuilt from it.</summary>
public sealed class LogTruncatedException(string message) : Exception(message);
