using OrleansState.Grains.Sessions;
using OrleansState.Sessions;

namespace OrleansState.Grains.Tests.Sessions;

/// <summary>Tokens are numbers here, in the order they were given.</summary>
public sealed class SessionRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Guid _retry = Guid.NewGuid();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(99)]
    public void A_used_token_ends_the_session_however_long_ago_it_was_used(int used)
    {
        var state = Rotated(Open(1), from: 1, to: 100);

        var (outcome, after) = Refresh(state, Signed(used, 101));

        Assert.Equal(RefreshOutcome.Reused, outcome);
        Assert.Empty(after.Sessions);
    }

    [Fact]
    public void A_signed_token_that_the_store_has_forgotten_with_its_last_writes_is_unknown_and_ends_nothing()
    {
        var (outcome, after) = Refresh(Rotated(Open(1), from: 1, to: 5), Signed(7, 8));

        Assert.Equal(RefreshOutcome.Unknown, outcome);
        Assert.Single(after.Sessions);
    }

    [Fact]
    public void An_answer_that_got_lost_and_turns_up_after_all_is_no_theft()
    {
        var (_, lost) = Refresh(Open(1), new Rotation(Hash(1), Hash(20), _retry, 1, 2));
        var (again, retried) = Refresh(lost, new Rotation(Hash(1), Hash(2), _retry, 1, 2));
        Assert.Equal(RefreshOutcome.Rotated, again);

        var (outcome, after) = Refresh(retried, new Rotation(Hash(20), Hash(3), null, 2, 3));

        Assert.Equal(RefreshOutcome.Unknown, outcome);
        Assert.Equal(RefreshOutcome.Rotated, Refresh(after, Signed(2, 3)).Outcome);
    }

    [Fact]
    public void A_token_without_a_signature_is_known_by_its_hash_and_the_next_one_has_a_number()
    {
        var (outcome, state) = Refresh(Open(0), Unsigned(0, 1));
        Assert.Equal((RefreshOutcome.Rotated, 1), (outcome, Assert.Single(state.Sessions).Generation));

        Assert.Equal(RefreshOutcome.Reused, Refresh(state, Unsigned(0, 2)).Outcome);
        Assert.Equal(RefreshOutcome.Unknown, Refresh(state, Unsigned(77, 2)).Outcome);
        Assert.Equal(RefreshOutcome.Rotated, Refresh(state, Signed(1, 2)).Outcome);
    }

    private static SessionsState Open(int generation) => SessionRules.Open(
        SessionsState.Empty,
        new NewSession("s", "ada", Hash(generation), TimeSpan.FromDays(30), TimeSpan.FromDays(7), Generation: generation),
        Noon).State;

    private static SessionsState Rotated(SessionsState state, int from, int to)
    {
        for (var token = from; token < to; token++)
            state = Refresh(state, Signed(token, token + 1)).State;
        return state;
    }

    private static (RefreshOutcome Outcome, SessionsState State) Refresh(SessionsState state, Rotation rotation)
    {
        var decision = SessionRules.Refresh(state, "s", rotation, Noon);
        return (decision.Value, decision.State);
    }

    private static Rotation Signed(int token, int next) => new(Hash(token), Hash(next), null, token, next);

    private static Rotation Unsigned(int token, int next) => new(Hash(token), Hash(next), null, null, next);

    private static TokenHash Hash(int token) => new((UInt128)token, 1);
}
