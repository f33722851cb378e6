using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Kafka.Publishing;

namespace OrleansState.KafkaBridge.Tests.Publishing;

public sealed class PublishingProgressTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly PublishingProgress _progress;

    public PublishingProgressTests() => _progress = new PublishingProgress(_clock);

    [Fact]
    public async Task Who_has_nothing_to_tell_is_healthy()
    {
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
    }

    [Fact]
    public async Task Events_that_are_not_taken_for_a_while_are_degraded_until_one_is()
    {
        _progress.Begun();
        _progress.NotTaken();
        _clock.Advance(EventHealthCheck.Patience);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
        _progress.Begun();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthStatus.Degraded, await StatusAsync());

        _progress.Taken();
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
    }

    [Fact]
    public async Task A_call_that_hangs_is_a_failure_as_well_and_one_that_succeeds_meanwhile_is_none()
    {
        _progress.Begun();
        _progress.Begun();
        _clock.Advance(EventHealthCheck.Patience);
        _progress.Taken();
        _clock.Advance(EventHealthCheck.Patience);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HealthStatus.Degraded, await StatusAsync());
    }

    [Fact]
    public async Task What_another_silo_will_offer_is_no_failure_of_this_one()
    {
        _progress.Begun();
        _progress.GivenUp();
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(HealthStatus.Healthy, await StatusAsync());
    }

    private async Task<HealthStatus> StatusAsync() =>
        (await new EventHealthCheck(_progress).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;
}
