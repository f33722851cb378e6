using Microsoft.Extensions.Time.Testing;
using OrleansState.Redis;
using Polly.CircuitBreaker;
using StackExchange.Redis;

namespace OrleansState.Grains.Tests.Engine.Redis;

public sealed class CallBreakerTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CallBreaker _breaker;
    private int _sent;

    public CallBreakerTests() => _breaker = new CallBreaker(_clock);

    [Fact]
    public async Task After_a_run_of_faults_nothing_is_sent_and_that_is_certain()
    {
        await FailAsync(4);

        var spared = await Assert.ThrowsAnyAsync<BrokenCircuitException>(() => SendAsync(null));

        Assert.Equal(4, _sent);
        Assert.False(RedisFaults.MayHaveLanded(spared));
        Assert.True(RedisFaults.IsStoreFault(spared));
    }

    [Fact]
    public async Task After_a_moment_one_call_tries_and_opens_the_way()
    {
        await FailAsync(4);
        _clock.Advance(TimeSpan.FromSeconds(0.6));

        Assert.Equal(5, await SendAsync(null));
        Assert.Equal(6, await SendAsync(null));
    }

    [Fact]
    public async Task A_server_in_another_life_has_answered()
    {
        for (var i = 0; i < 8; i++)
            await Assert.ThrowsAsync<RedisServerException>(() => SendAsync(new RedisServerException(default, CommandFlags.None, "NOSCRIPT No matching script.")));

        Assert.Equal(8, _sent);
    }

    private async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
            await Assert.ThrowsAsync<RedisTimeoutException>(() => SendAsync(new RedisTimeoutException(CommandFlags.None, "late", CommandStatus.Sent)));
    }

    private Task<int> SendAsync(Exception? fault) => _breaker.RunAsync(() =>
    {
        _sent++;
        return fault is null ? Task.FromResult(_sent) : Task.FromException<int>(fault);
    });
}
