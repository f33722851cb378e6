using Microsoft.Extensions.Time.Testing;
using OrleansState.Grains.Clicks;

namespace OrleansState.Grains.Tests.Clicks;

public sealed class RegularsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Regulars _regulars;

    public RegularsTests() => _regulars = new Regulars(_clock);

    [Fact]
    public void Who_comes_often_in_a_short_time_is_one()
    {
        bool[] comes = [.. Enumerable.Range(0, 6).Select(_ => _regulars.Comes("1"))];

        Assert.Equal([false, false, false, false, true, true], comes);
        Assert.False(_regulars.Comes("2"));
    }

    [Fact]
    public void Who_comes_now_and_then_is_none()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.False(_regulars.Comes("1"));
            _clock.Advance(TimeSpan.FromSeconds(10));
            _regulars.Comes("another");
            _clock.Advance(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public void Many_users_are_forgotten_and_do_not_fill_the_memory()
    {
        for (var i = 0; i < 4; i++)
            Assert.False(_regulars.Comes("1"));
        for (var i = 0; i < 20_000; i++)
            _regulars.Comes($"user {i}");

        Assert.False(_regulars.Comes("1"));
    }
}
