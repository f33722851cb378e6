namespace OrleansState.Grains.Engine;

/// <summary>The content of a record and the ETag that names it. Every decision that changes something gets an ETag of its own.</summary>
internal sealed record StateVersion<TState>(StoredState<TState> Stored, ETag ETag)
{
    public TState State => Stored.State;
}
