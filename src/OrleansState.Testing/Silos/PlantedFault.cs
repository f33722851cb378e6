namespace OrleansState.Testing;

/// <summary>
/// Mistakes that a proof must find, each a promise of the engine left out. Plant them one after the other to see that the check bites
/// on your grain: a fault that is not found is one that your model has no call for.
/// </summary>
public enum PlantedFault
{
    /// <summary>Nothing is left out.</summary>
    None,

    /// <summary>Commands are answered before the store has confirmed their write.</summary>
    AnswerBeforeWrite,

    /// <summary>No write is fenced by its ETag: whoever writes last wins.</summary>
    NoETag,

    /// <summary>Idempotency keys are not looked at: a retry takes effect again.</summary>
    NoKeyCheck,

    /// <summary>Reads answer what has been decided and is not durable yet.</summary>
    DirtyReads,

    /// <summary>A store that has lost its last writes is not given them back.</summary>
    LostTailNotRestored,

    /// <summary>After a failed write the state in memory is gone on with.</summary>
    NoReload,

    /// <summary>Keys that make room in the record for newer ones are forgotten.</summary>
    KeysNotSpilled,

    /// <summary>Keys beside the record are not looked for when a command is written.</summary>
    KeysNotLookedFor,

    /// <summary>Indexes are changed in a call of their own, after the write.</summary>
    IndexInSecondCall,

    /// <summary>What a write changes in indexes is reckoned from the record that was to be written before, and not from the one that is there.</summary>
    IndexFromWrongBase,
}
