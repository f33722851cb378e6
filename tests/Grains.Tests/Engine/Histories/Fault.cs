namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>What a store may do to a write.</summary>
internal enum Fault
{
    None,

    /// <summary>It never arrives, and the caller is told that it can't have.</summary>
    FailBefore,

    /// <summary>It lands and its answer is lost.</summary>
    FailAfter,

    /// <summary>The caller gives up on it, and it lands some time later.</summary>
    LandLate,

    /// <summary>It never arrives, and the caller does not know.</summary>
    Vanish,
}
