namespace OrleansState.Clicks;

/// <summary>What a counter found when it was held against the log.</summary>
public enum RebuildOutcome
{
    /// <summary>It contains what the log says, and what came by calls.</summary>
    Right,

    /// <summary>It contains clicks beyond what was read of the log, so that the two can't be compared: read on and ask again.</summary>
    Beyond,

    /// <summary>It says something else than the log.</summary>
    Differs,

    /// <summary>It said something else than the log and has been put right.</summary>
    Replaced,

    /// <summary>It says something else than the log and can't be put right: it also counts another log, of which nothing is known here.</summary>
    Mixed,

    /// <summary>The store is in another epoch than the one in which the checkpoints were read: begin anew.</summary>
    EpochMismatch,
}
