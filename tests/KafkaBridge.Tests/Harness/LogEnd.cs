namespace OrleansState.KafkaBridge.Tests.Harness;

/// <summary>What may lie at the end of a partition: not always a record.</summary>
public enum LogEnd
{
    Empty,
    Record,
    CommitMarker,
    AbortMarker,

    /// <summary>Nothing: it was deleted.</summary>
    Deleted,
}
