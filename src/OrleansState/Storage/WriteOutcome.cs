namespace OrleansState.Storage;

/// <summary>How a guarded write ended, where the store said so. Only <see cref="Written"/> changed anything.</summary>
internal enum WriteOutcome
{
    /// <summary>The record now carries the new state.</summary>
    Written,

    /// <summary>The record's ETag was another: somebody else wrote.</summary>
    Conflict,

    /// <summary>The store is in another epoch than the one the state was read in.</summary>
    OtherEpoch,

    /// <summary>No record was expected and there is none, but its user was erased: none is begun.</summary>
    Erased,

    /// <summary>A key that was to take effect has done so before: it lies beside the record.</summary>
    KeyKnown,
}
