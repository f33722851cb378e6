using OrleansState.Storage;

namespace OrleansState;

/// <summary>A durable state and the ETag that names it. Every decision that changes something gets an ETag of its own.</summary>
/// <typeparam name="TState">The state.</typeparam>
public sealed class StateVersion<TState>
{
    internal StateVersion(StoredState<TState> stored, ETag etag) => (Stored, Tag) = (stored, etag);

    /// <summary>The state.</summary>
    public TState State => Stored.State;

    /// <summary>What the state contains of logs.</summary>
    public LogMemory Log => Stored.Log ?? LogMemory.Nothing;

    /// <summary>Names it: opaque, random, never used twice. As in <see cref="Reply{TValue}.ETag"/>.</summary>
    public string ETag => (Stored.Name is { } name ? new ETag(name) : Tag).ToString();

    internal StoredState<TState> Stored { get; }

    internal ETag Tag { get; }

    /// <summary>The same content under another ETag.</summary>
    internal StateVersion<TState> Under(ETag etag) => new(Stored, etag);
}
