namespace OrleansState.Testing;

/// <summary>What a client of a history does next.</summary>
internal enum HistoryVerb
{
    /// <summary>It calls the grain.</summary>
    Call,

    /// <summary>It ends the grain's activation, where it enters.</summary>
    Deactivate,

    /// <summary>What the store has by now it does not lose.</summary>
    Sync,

    /// <summary>The store restarts without its last writes.</summary>
    LoseTail,
}

/// <param name="Verb">What is done.</param>
/// <param name="Call">The call, where it is one.</param>
/// <param name="IsKeyed">Whether the call has an idempotency key, and is retried under it.</param>
internal sealed record HistoryStep(HistoryVerb Verb, ModelCall? Call = null, bool IsKeyed = false);
