using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Api.Tokens;
using OrleansState.Sessions;

namespace OrleansState.Api.Tests.Tokens;

public sealed class EndedSessionsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly EndedSessions _ended;

    public EndedSessionsTests() => _ended = new EndedSessions(Options.Create(new JwtOptions()), _clock);

    [Fact]
    public void One_session_is_ended_for_its_user_and_no_other_is()
    {
        Assert.False(_ended.Contains("ada", "1"));
        _ended.Add("ada", "1");
        Assert.True(_ended.Contains("ada", "1"));
        Assert.False(_ended.Contains("ada", "2"));
        Assert.False(_ended.Contains("bob", "1"));
    }

    [Fact]
    public void All_sessions_of_a_user_are_ended_whatever_their_ids()
    {
        _ended.AddAll("ada");
        Assert.True(_ended.Contains("ada", "1"));
        Assert.False(_ended.Contains("bob", "1"));
    }

    [Fact]
    public void A_session_is_remembered_as_long_as_its_tokens_can_be_good_and_no_longer()
    {
        _ended.Add("ada", "1");
        _clock.Advance(_ended.TokenLifetime - TimeSpan.FromTicks(1));
        _ended.Add("bob", "1");
        Assert.True(_ended.Contains("ada", "1"));

        _clock.Advance(TimeSpan.FromTicks(1));
        _ended.Add("cleo", "1");

        Assert.False(_ended.Contains("ada", "1"));
        Assert.True(_ended.Contains("bob", "1"));
    }

    [Fact]
    public void Told_again_a_session_is_not_remembered_twice()
    {
        for (var i = 0; i < SessionLimits.EndedSessions; i++)
            _ended.Add("ada", "1");
        _ended.Add("bob", "1");
        Assert.True(_ended.Contains("ada", "1"));
    }

    [Fact]
    public void Beyond_the_bound_those_that_ended_first_are_forgotten()
    {
        for (var i = 0; i <= SessionLimits.EndedSessions; i++)
            _ended.Add("ada", $"{i}");
        Assert.False(_ended.Contains("ada", "0"));
        Assert.True(_ended.Contains("ada", "1"));
        Assert.True(_ended.Contains("ada", $"{SessionLimits.EndedSessions}"));
    }
}
