using Microsoft.Extensions.DependencyInjection;
using OrleansState;
using OrleansState.Testing;

[assembly: AssemblyFixture(typeof(Wallets.Tests.SiloFixture))]

namespace Wallets.Tests;

/// <summary>One silo for all tests, with the grains, a store that does what a test says, and a clock that a test moves. Tests keep apart by grain keys.</summary>
public sealed class SiloFixture : IAsyncLifetime
{
    private TestSilo? _silo;

    public TestSilo Silo => _silo!;

    public KeptEvents Events { get; } = new();

    public async ValueTask InitializeAsync() =>
        _silo = await TestSilo.StartAsync(new TestSiloOptions { ConfigureSilo = silo => silo.Services.AddSingleton<IEventPublisher>(Events) });

    public ValueTask DisposeAsync() => _silo!.DisposeAsync();
}
