namespace OrleansState.Bench;

/// <summary>A peer, a server or a part of the product is not there; the report says so and guesses nothing.</summary>
internal sealed class AbsentException(string message, Exception? inner = null) : Exception(message, inner);
