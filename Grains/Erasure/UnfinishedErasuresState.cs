using System.Collections.Immutable;

namespace OrleansState.Grains.Erasure;

/// <summary>What is stored of the erasures under way. Field ids and the alias are frozen: older records must still load.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.unfinished-erasures-state")]
internal sealed record UnfinishedErasuresState
{
    public static UnfinishedErasuresState None { get; } = new();

    /// <summary>The one begun first, first.</summary>
    [Id(0)]
    public ImmutableArray<UnfinishedErasure> Erasures { get; init; } = [];

    /// <summary>How many erasures have come to their end.</summary>
    [Id(1)]
    public long Ended { get; init; }

    /// <summary>Up to which of these the dead letters are gone as well.</summary>
    [Id(2)]
    public long LettersErased { get; init; }

    public UnfinishedErasure? Find(string userId) => Erasures.FirstOrDefault(e => e.UserId == userId);
}
