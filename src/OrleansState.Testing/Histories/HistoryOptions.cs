namespace OrleansState.Testing;

/// <summary>What <see cref="GrainModel{TGrain, TModel}.ProveAsync"/> does.</summary>
public sealed class HistoryOptions
{
    /// <summary>Seed of the first history; the next has the next number. Null: another one each time.</summary>
    public int? Seed { get; init; }

    /// <summary>Number of histories, at least 1; they take a few milliseconds each. Default 500.</summary>
    public int Histories { get; init; } = 500;

    /// <summary>How often each history is carried out. The seed says what clients and store do, not who comes first when. Default 1.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>
    /// Whether in some histories two silos that do not know each other have the grain. In those a call that changes nothing may be answered
    /// from an earlier state, as long as it is not the last. Default true.
    /// </summary>
    public bool TwoActivations { get; init; } = true;

    /// <summary>
    /// Whether in some histories the store comes back without its last writes, of which the live activation gives back what it knows.
    /// Not for a state with <see cref="DurableStateAttribute.RestoresLostWrites"/> off, nor for a grain that ends its own activation. Default true.
    /// </summary>
    public bool LosesTail { get; init; } = true;

    /// <summary>A promise of the engine that is left out: the proof has to fail. Default <see cref="PlantedFault.None"/>.</summary>
    public PlantedFault Planted { get; init; }

    /// <summary>Adds what the grain needs besides its state: its services, options, call filters.</summary>
    public Action<ISiloBuilder>? ConfigureSilo { get; init; }
}
