namespace OrleansState.Testing;

/// <summary>What a store may do to a write. Of a read only <see cref="FailBefore"/> is done; the others leave it as it is.</summary>
internal enum StoreFault
{
    None,

    /// <summary>It never arrives, and the caller is told that it can't have.</summary>
    FailBefore,

    /// <summary>It lands and its answer is lost.</summary>
    FailAfter,

    /// <summary>It hangs until the caller gives up on it, and lands some time later.</summary>
    LandLate,

    /// <summary>It never arrives, and the caller does not know.</summary>
    Vanish,
}
