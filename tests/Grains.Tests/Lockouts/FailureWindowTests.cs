using OrleansState.Grains.Lockouts;

namespace OrleansState.Grains.Tests.Lockouts;

public sealed class FailureWindowTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(20);
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FailureWindow _failures = new();

    [Fact]
    public void Failures_further_apart_than_the_window_never_add_up()
    {
        for (var day = 0; day < 60; day++)
            Assert.Equal(TimeSpan.Zero, Begin(Noon.AddDays(day)));
    }

    [Fact]
    public void A_few_failures_among_many_logins_never_add_up()
    {
        for (var login = 0; login < 5_000; login++)
        {
            Assert.Equal(TimeSpan.Zero, Begin(Noon.AddMinutes(login)));
            if (login % 11 != 0)
                _failures.Succeed();
        }
    }

    [Fact]
    public void Once_the_window_is_full_an_attempt_waits_until_the_first_has_left_it()
    {
        Begin(Noon);
        Begin(Noon.AddMinutes(5));
        Begin(Noon.AddMinutes(5));

        var wait = Begin(Noon.AddMinutes(6));

        Assert.Equal(TimeSpan.FromMinutes(15), wait);
        Assert.True(Begin(Noon.AddMinutes(6) + wait - TimeSpan.FromTicks(1)) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, Begin(Noon.AddMinutes(6) + wait));
        Assert.True(Begin(Noon.AddMinutes(6) + wait) > TimeSpan.Zero);
    }

    [Fact]
    public void Attempts_under_way_count_until_they_succeed_also_when_they_succeed_late()
    {
        Begin(Noon);
        Begin(Noon.AddMinutes(2));
        Begin(Noon.AddMinutes(4));
        Assert.True(Begin(Noon.AddMinutes(6)) > TimeSpan.Zero);

        for (var i = 0; i < 4; i++)
            _failures.Succeed();

        for (var i = 0; i < 3; i++)
            Assert.Equal(TimeSpan.Zero, Begin(Noon.AddMinutes(6)));
        Assert.True(Begin(Noon.AddMinutes(6)) > TimeSpan.Zero);
    }

    private TimeSpan Begin(DateTimeOffset now) => _failures.Begin(attempts: 3, Window, now);
}
