using System.Collections.Immutable;
using OrleansState.Grains.Revocations;
using OrleansState.Revocations;

namespace OrleansState.Grains.Tests.Revocations;

public sealed class RevocationsLogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly RevocationsLog _log = new(Guid.NewGuid(), capacity: 5, pageSize: 2);

    [Fact]
    public void It_is_read_in_order_and_page_by_page()
    {
        Add(3);
        var first = Read(default);
        var second = Read(first.End);
        Assert.Equal(["0", "1"], Ids(first));
        Assert.Equal(["2"], Ids(second));
        Assert.Empty(Read(second.End).Revocations);
    }

    [Fact]
    public void Behind_a_position_comes_only_what_was_told_since()
    {
        Add(1);
        var end = Read(default).End;
        Add(1, from: 1);
        Assert.Equal(["1"], Ids(Read(end)));
    }

    [Fact]
    public void A_position_of_another_memory_stands_for_the_beginning()
    {
        Add(2);
        Assert.Equal(["0", "1"], Ids(Read(new RevocationsPosition(Guid.NewGuid(), 1))));
    }

    [Fact]
    public void Beyond_the_bound_the_first_revocations_are_forgotten()
    {
        Add(1);
        var end = Read(default).End;
        Add(7, from: 1);
        Assert.Equal(5, _log.Count);
        Assert.Equal(["3", "4"], Ids(Read(end)));
    }

    [Fact]
    public void A_revocation_is_forgotten_when_no_token_of_the_session_can_be_good()
    {
        _log.RememberFor(Lifetime);
        Add(1);
        Assert.Equal(["0"], Ids(Read(default, Lifetime - TimeSpan.FromTicks(1))));
        Assert.Empty(Read(default, Lifetime).Revocations);
        Assert.Equal(0, _log.Count);
    }

    [Fact]
    public void The_longest_lifetime_of_tokens_counts()
    {
        _log.RememberFor(Lifetime);
        _log.RememberFor(Lifetime / 2);
        Add(1);
        Assert.Equal(["0"], Ids(Read(default, Lifetime / 2)));
    }

    [Fact]
    public void What_was_revoked_before_anybody_said_how_long_tokens_are_good_is_kept()
    {
        Add(1);
        Assert.Equal(["0"], Ids(Read(default, TimeSpan.FromDays(1))));
    }

    private void Add(int count, int from = 0)
    {
        ImmutableArray<Revocation> revocations = [.. Enumerable.Range(from, count).Select(i => new Revocation("ada", $"{i}"))];
        _log.Add(revocations, Noon);
    }

    private RevocationsPage Read(RevocationsPosition after, TimeSpan later = default) => _log.Read(after, Noon + later);

    private static IEnumerable<string?> Ids(RevocationsPage page) => page.Revocations.Select(r => r.SessionId);
}
