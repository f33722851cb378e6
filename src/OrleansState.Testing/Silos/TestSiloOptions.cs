using Microsoft.Extensions.Time.Testing;

namespace OrleansState.Testing;

/// <summary>How a <see cref="TestSilo"/> is started. Whatever is left out is made for it.</summary>
public sealed class TestSiloOptions
{
    /// <summary>Adds what the grains need besides their states: their services, options, call filters.</summary>
    public Action<ISiloBuilder>? ConfigureSilo { get; init; }

    /// <summary>What the silo stores in, for a store that outlives the silo or is shared by two. Null: a new one.</summary>
    public LyingStore? Store { get; init; }

    /// <summary>False where <see cref="ConfigureSilo"/> adds a store of its own.</summary>
    internal bool UsesLyingStore { get; init; } = true;

    /// <summary>The silo's clock. Null: a new one, which stands at 2026-01-01 12:00 UTC.</summary>
    public FakeTimeProvider? Clock { get; init; }

    /// <summary>A promise of the engine that is left out, to see a test find it. Default <see cref="PlantedFault.None"/>.</summary>
    public PlantedFault Planted { get; init; }
}
