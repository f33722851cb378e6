namespace OrleansState.Grains.Engine;

/// <summary>A state and the ETag that names it. Every decision that changes something gets an ETag of its own.</summary>
internal sealed record StateVersion<TState>(TState State, ETag ETag);
