using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Api.Revocations;
using OrleansState.Api.Tokens;
using OrleansState.Revocations;

namespace OrleansState.Api.Tests.Revocations;

public sealed class KnownRevocationsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly KnownRevocations _known;

    public KnownRevocationsTests() => _known = new KnownRevocations(Options.Create(new JwtOptions()), _clock);

    [Fact]
    public void One_session_is_revoked_for_its_user_and_no_other_is()
    {
        Assert.False(_known.Contains("ada", "1"));
        _known.Add("ada", "1");
        Assert.True(_known.Contains("ada", "1"));
        Assert.False(_known.Contains("ada", "2"));
        Assert.False(_known.Contains("bob", "1"));
    }

    [Fact]
    public void All_sessions_of_a_user_are_revoked_whatever_their_ids()
    {
        _known.AddAll("ada");
        Assert.True(_known.Contains("ada", "1"));
        Assert.False(_known.Contains("bob", "1"));
    }

    [Fact]
    public void A_revocation_is_remembered_as_long_as_the_tokens_can_be_good_and_no_longer()
    {
        _known.Add("ada", "1");
        _clock.Advance(_known.TokenLifetime - TimeSpan.FromTicks(1));
        _known.Add("bob", "1");
        Assert.True(_known.Contains("ada", "1"));

        _clock.Advance(TimeSpan.FromTicks(1));
        _known.Add("cleo", "1");

        Assert.False(_known.Contains("ada", "1"));
        Assert.True(_known.Contains("bob", "1"));
    }

    [Fact]
    public void Told_again_a_revocation_is_not_remembered_twice()
    {
        for (var i = 0; i < RevocationLimits.Remembered; i++)
            _known.Add("ada", "1");
        _known.Add("bob", "1");
        Assert.True(_known.Contains("ada", "1"));
    }

    [Fact]
    public void Beyond_the_bound_the_first_revocations_are_forgotten()
    {
        for (var i = 0; i <= RevocationLimits.Remembered; i++)
            _known.Add("ada", $"{i}");
        Assert.False(_known.Contains("ada", "0"));
        Assert.True(_known.Contains("ada", "1"));
        Assert.True(_known.Contains("ada", $"{RevocationLimits.Remembered}"));
    }
}
