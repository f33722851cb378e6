using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Silo.Membership;

namespace OrleansState.LocalCluster.Tests.Membership;

public sealed class SleptCallsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly KnownMembership _membership = new(new IPEndPoint(IPAddress.Loopback, 2));
    private readonly IncomingCall _call = new();
    private ServiceProvider _services = null!;
    private SleptCalls _calls = null!;

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection().AddSingleton<IClusterMembershipService>(_membership).BuildServiceProvider();
        _calls = new SleptCalls(_services, _membership, _clock);
        await _calls.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _calls.StopAsync(CancellationToken.None);
        _calls.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task A_call_asks_nobody_while_the_process_is_awake()
    {
        await _calls.Invoke(_call);

        Assert.True(_call.WasAnswered);
        Assert.Equal(0, _membership.Refreshes);
    }

    [Fact]
    public async Task A_call_after_a_sleep_is_answered_when_the_silo_has_found_itself_alive()
    {
        _clock.Advance(TimeSpan.FromSeconds(20));

        await _calls.Invoke(_call);

        Assert.True(_call.WasAnswered);
        Assert.NotEqual(0, _membership.Refreshes);
    }

    [Fact]
    public async Task A_call_after_a_sleep_in_which_the_silo_was_declared_dead_is_not_answered()
    {
        _membership.StoredSelf = SiloStatus.Dead;
        _clock.Advance(TimeSpan.FromSeconds(20));

        await Assert.ThrowsAsync<SiloUnavailableException>(() => _calls.Invoke(_call));

        Assert.False(_call.WasAnswered);
    }
}
