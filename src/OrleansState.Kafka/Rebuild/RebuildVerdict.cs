namespace OrleansState.Kafka;

/// <summary>What became of a key in a rebuild.</summary>
public enum RebuildVerdict
{
    /// <summary>It has been compared, whatever came of it, and is not asked again.</summary>
    Done,

    /// <summary>Its state contains events beyond what was read of the topic: it is asked again when the topic has been read on.</summary>
    Beyond,

    /// <summary>The store is in another epoch than the one in which the checkpoints were read: the rebuild ends with <see cref="LogChangedException"/>.</summary>
    EpochMismatch,
}
