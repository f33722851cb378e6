namespace OrleansState.Grains.Tests.Engine.TailLoss;

/// <summary>Rules of counting over a store that loses its tail, each left out.</summary>
public enum TailLossFlaw
{
    None,

    /// <summary>A record's ETags count 1, 2, 3, and so come again after a loss.</summary>
    CountedETags,

    /// <summary>The store takes a write that was decided in another epoch of it.</summary>
    WritesOfAnyEpoch,

    /// <summary>All lives look alike, so that a memory whose write is lost goes on saying "already applied".</summary>
    MarkFromMemory,

    /// <summary>A live activation gives the progress back that the store has lost.</summary>
    HealedProgress,

    /// <summary>Whoever writes last wins.</summary>
    NoETag,
}
