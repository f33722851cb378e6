namespace OrleansState.Testing;

/// <summary>An index says something else than the records that it is made of.</summary>
/// <param name="message">Which, and what of which record.</param>
internal sealed class IndexDisagreesException(string message) : Exception(message);
