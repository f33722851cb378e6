namespace OrleansState;

/// <summary>No silo has a maintenance task of this name.</summary>
/// <param name="message">Which.</param>
[GenerateSerializer, Alias("orleansstate.unknown-task")]
public sealed class UnknownTaskException(string message) : Exception(message);
