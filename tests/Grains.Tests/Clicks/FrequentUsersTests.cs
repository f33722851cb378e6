using Microsoft.Extensions.Time.Testing;
using OrleansState.Grains.Clicks;

namespace OrleansState.Grains.Tests.Clicks;

public sealed class FrequentUsersTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FrequentUsers _frequent;

    public FrequentUsersTests() => _frequent = new FrequentUsers(_clock);

    [Fact]
    public void Who_comes_often_in_a_short_time_is_one()
    {
        List<bool> isOne = [];
        for (var i = 0; i < 6; i++)
        {
            isOne.Add(_frequent.Contains("1"));
            _frequent.Comes("1");
        }

        Assert.Equal([false, false, false, false, true, true], isOne);
        Assert.False(_frequent.Contains("2"));
    }

    [Fact]
    public void Who_comes_now_and_then_is_none()
    {
        for (var i = 0; i < 20; i++)
        {
            _frequent.Comes("1");
            Assert.False(_frequent.Contains("1"));
            _clock.Advance(TimeSpan.FromSeconds(10));
            _frequent.Comes("another");
            _clock.Advance(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public void Many_users_are_forgotten_and_do_not_fill_the_memory()
    {
        for (var i = 0; i < 4; i++)
            _frequent.Comes("1");
        Assert.True(_frequent.Contains("1"));
        for (var i = 0; i < 20_000; i++)
            _frequent.Comes($"user {i}");

        Assert.False(_frequent.Contains("1"));
    }
}
