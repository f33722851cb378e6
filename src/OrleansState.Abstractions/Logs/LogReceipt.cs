using System.Collections.Immutable;

namespace OrleansState;

/// <summary>What became of records of a log, given when their effect is durable.</summary>
/// <param name="EpochMismatch">
/// The store is in another epoch than the one the records were sent in. None of them may be taken as applied; read the
/// checkpoint again and go on from there.
/// </param>
/// <param name="Refused">The records that were refused and belong in the dead-letter topic. The same records sent again are refused again.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.log-receipt")]
public sealed record LogReceipt([property: Id(0)] bool EpochMismatch, [property: Id(1)] ImmutableArray<RefusedRecord> Refused)
{
    /// <summary>All of them have taken effect, now or before.</summary>
    public static LogReceipt Applied { get; } = new(false, []);

    /// <summary>None of them may be taken as applied.</summary>
    public static LogReceipt InOtherEpoch { get; } = new(true, []);
}
