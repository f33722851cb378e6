namespace OrleansState.KafkaBridge.Rebuild;

/// <summary>The log lacks its beginning, so that nothing can be rebuilt from it.</summary>
internal sealed class LogTruncatedException(string message) : Exception(message);
