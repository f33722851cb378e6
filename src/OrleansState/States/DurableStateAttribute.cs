namespace OrleansState;

/// <summary>Injects a grain's durable state into its constructor: the parameter is an <see cref="IDurableState{TState}"/>.</summary>
/// <param name="kind">The kind of state, e.g. <c>cart</c>: the first part of its key in the store. Never renamed, no <c>/</c> in it.</param>
/// <remarks>A grain that has no record yet has a state made by the parameterless constructor.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DurableStateAttribute(string kind) : Attribute, IFacetMetadata
{
    /// <summary>The kind of state.</summary>
    public string Kind { get; } = kind;

    /// <summary>
    /// What it has to do with users. Every kind has to say, so that none escapes an export or an erasure because nobody thought of it.
    /// </summary>
    public required UserRelation User { get; init; }

    /// <summary>
    /// Whether a store that came back without its last writes is given this state back. Not for a state that speaks of others'
    /// records: the store may have lost those too, and then it has to forget what was said of them. Default true.
    /// </summary>
    public bool RestoresLostWrites { get; init; } = true;

    /// <summary>
    /// Whether it contains records of a log, or says how far one has been read. Where its record is gone in the middle of an
    /// epoch the epoch is ended, so that the log is read again. Default false.
    /// </summary>
    public bool FromLog { get; init; }
}
