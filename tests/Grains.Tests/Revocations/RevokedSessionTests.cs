using OrleansState.Revocations;
using OrleansState.Sessions;
using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Revocations;

/// <summary>By whatever way a session is revoked, the subscribers are told of it and of no other.</summary>
public sealed class RevokedSessionTests : IAsyncLifetime
{
    private readonly LyingStore _store = new();
    private GrainCluster _cluster = null!;
    private RevocationsListener _listener = null!;

    private ISessionsGrain Ada => _cluster.Grains.GetGrain<ISessionsGrain>("ada");

    public async ValueTask InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync(store: _store);
        _listener = new RevocationsListener(_cluster);
        await _listener.SubscribeAsync();
        await OpenAsync("1", "2", "3");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_session_that_is_revoked()
    {
        await Ada.RevokeAsync("2");
        await _listener.HearsAsync(Session("2"));
    }

    [Fact]
    public async Task A_session_that_is_revoked_after_the_grain_has_been_out_of_memory()
    {
        await _cluster.DeactivateAsync(Ada);
        await Ada.RevokeAsync("2");
        await _listener.HearsAsync(Session("2"));
    }

    [Fact]
    public async Task All_sessions_when_all_are_revoked()
    {
        await Ada.RevokeAllAsync(exceptSessionId: null);
        await _listener.HearsAsync(Session("1"), Session("2"), Session("3"));
    }

    [Fact]
    public async Task The_other_sessions_when_all_but_one_are_revoked()
    {
        await Ada.RevokeAllAsync("2");
        await _listener.HearsAsync(Session("1"), Session("3"));
    }

    [Fact]
    public async Task A_session_whose_used_token_comes_again()
    {
        Assert.Equal(RefreshOutcome.Rotated, await Ada.RefreshAsync("1", new Rotation(Hash("1"), Hash("next"))));
        Assert.Equal(RefreshOutcome.Reused, await Ada.RefreshAsync("1", new Rotation(Hash("1"), Hash("another"))));
        await _listener.HearsAsync(Session("1"));
    }

    [Fact]
    public async Task A_session_that_younger_ones_have_pushed_out()
    {
        await OpenAsync([.. Enumerable.Range(4, SessionLimits.Sessions - 2).Select(i => $"{i}")]);
        await _listener.HearsAsync(Session("1"));
    }

    [Fact]
    public async Task Every_session_of_an_erased_user()
    {
        await Ada.EraseAsync();
        await _listener.HearsAsync(Session(null));
    }

    [Fact]
    public async Task A_session_whose_revocation_was_written_without_an_answer_and_is_asked_for_again()
    {
        _store.LoseNextAnswer(lands: true);
        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => Ada.RevokeAsync("2"))).OutcomeUnknown);
        await Ada.RevokeAsync("2");
        await _listener.HearsAsync(Session("2"));
    }

    [Fact]
    public async Task No_session_whose_revocation_was_not_written()
    {
        _store.RefuseNextWrite();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Ada.RevokeAsync("1"));
        await Ada.RevokeAsync("2");
        await _listener.HearsAsync(Session("2"));
    }

    [Fact]
    public async Task No_session_that_is_not_there()
    {
        await Ada.RevokeAsync("4");
        await Ada.RevokeAsync("1");
        await _listener.HearsAsync(Session("1"));
    }

    [Fact]
    public async Task No_session_that_is_retired()
    {
        await Ada.RetireAsync();
        Assert.Empty(await Ada.ListAsync());
        await OpenAsync("4");
        await Ada.RevokeAsync("4");
        await _listener.HearsAsync(Session("4"));
    }

    [Fact]
    public async Task Nobody_is_told_before_the_revocation_is_durable()
    {
        var held = _store.HoldNextWrite();
        var revoking = Ada.RevokeAsync("1");
        await held.Begun;
        var page = await _listener.SubscribeAsync();
        Assert.Empty(page.Revocations);
        held.Release();
        await revoking;
        await _listener.HearsAsync(Session("1"));
    }

    private static Revocation Session(string? id) => new("ada", id);

    private static TokenHash Hash(string secret) => TokenHash.Of(System.Text.Encoding.UTF8.GetBytes(secret));

    private async Task OpenAsync(params string[] ids)
    {
        foreach (var id in ids)
            await Ada.OpenAsync(new NewSession(id, "ada", Hash(id), TimeSpan.FromDays(30), TimeSpan.FromDays(7)));
    }
}
