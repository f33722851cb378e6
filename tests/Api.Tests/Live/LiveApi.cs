using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Live;

/// <summary>A silo and an Api in real time: Orleans' streams go by the silo's clock, and where that stands they do too.</summary>
public sealed class LiveApi : IAsyncLifetime
{
    internal ApiFixture Api { get; } = new() { RunsInRealTime = true };

    public ValueTask InitializeAsync() => Api.InitializeAsync();

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}

[CollectionDefinition(nameof(LiveApi))]
public sealed class SharedLiveApi : ICollectionFixture<LiveApi>;
