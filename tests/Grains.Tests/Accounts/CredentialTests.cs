using OrleansState.Accounts;
using OrleansState.Grains.Accounts;
using OrleansState.Grains.Tests.Engine;
using OrleansState.Sessions;

namespace OrleansState.Grains.Tests.Accounts;

/// <summary>A session is good under the password it was opened by, whenever it is opened.</summary>
public sealed class CredentialTests : IAsyncLifetime
{
    private GrainCluster _cluster = null!;

    private IAccountGrain Account => _cluster.Grains.GetGrain<IAccountGrain>("ada");

    private ISessionsGrain Sessions => _cluster.Grains.GetGrain<ISessionsGrain>("1");

    public async ValueTask InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync();
        await Account.RegisterAsync(new Account("1", "ada", "old hash"));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_login_that_read_the_hash_before_the_password_was_changed_opens_no_session()
    {
        var read = (await Account.FindAsync())!;
        await Account.SetPasswordAsync("1", "old hash", "new hash", "elsewhere");

        Assert.False(await OpenAsync("late", read.Credential));

        Assert.Empty(await Sessions.ListAsync());
    }

    [Fact]
    public async Task A_change_of_password_ends_every_session_but_the_one_that_made_it_by_that_write_alone()
    {
        var read = (await Account.FindAsync())!;
        Assert.True(await OpenAsync("here", read.Credential));
        Assert.True(await OpenAsync("other", read.Credential));

        Assert.True(await Account.SetPasswordAsync("1", "old hash", "new hash", "here"));

        Assert.Null(await Sessions.GetUsernameAsync("other"));
        Assert.Equal("ada", await Sessions.GetUsernameAsync("here"));
        Assert.Equal(RefreshOutcome.Unknown, await Sessions.RefreshAsync("other", new Rotation(Hash("other"), Hash("next"))));
        Assert.Equal(RefreshOutcome.Rotated, await Sessions.RefreshAsync("here", new Rotation(Hash("here"), Hash("next"))));
    }

    [Fact]
    public async Task Another_hash_of_the_same_password_ends_no_session()
    {
        Assert.True(await OpenAsync("here", (await Account.FindAsync())!.Credential));

        Assert.True(await Account.ChangePasswordAsync("1", "old hash", "stronger hash"));

        Assert.Equal("ada", await Sessions.GetUsernameAsync("here"));
    }

    [Fact]
    public async Task A_session_that_an_earlier_release_opened_is_good_until_the_first_change()
    {
        await Sessions.OpenAsync(new NewSession("old", "ada", Hash("old"), TimeSpan.FromDays(30), TimeSpan.FromDays(7)));
        Assert.Equal("ada", await Sessions.GetUsernameAsync("old"));

        await Account.SetPasswordAsync("1", "old hash", "new hash", "here");

        Assert.Null(await Sessions.GetUsernameAsync("old"));
    }

    [Fact]
    public async Task With_the_account_its_sessions_end()
    {
        Assert.True(await OpenAsync("here", (await Account.FindAsync())!.Credential));

        await Account.EraseAsync("1");

        Assert.Null(await Sessions.GetUsernameAsync("here"));
        Assert.False(await OpenAsync("late", default));
    }

    [Fact]
    public async Task An_erasure_that_comes_late_leaves_the_next_owner_of_the_name()
    {
        Assert.NotNull(await Account.FindAsync());
        using var other = new TestEngine(_cluster.Store);
        var elsewhere = await other.Engine.OpenAsync("account", "ada", AccountState.Free);
        await elsewhere.EraseAsync(state => state.UserId == "1");
        await elsewhere.CommitAsync(state => AccountRules.Register(state, new Account("2", "ada", "hash"), _cluster.Clock.GetUtcNow()));

        // The activation still remembers the first owner.
        await Account.EraseAsync("1");

        Assert.Equal("2", (await Account.FindLatestAsync())?.UserId);
    }

    private Task<bool> OpenAsync(string id, Guid credential) =>
        Sessions.TryOpenAsync(new NewSession(id, "ada", Hash(id), TimeSpan.FromDays(30), TimeSpan.FromDays(7), credential));

    private static TokenHash Hash(string secret) => TokenHash.Of(System.Text.Encoding.UTF8.GetBytes(secret));
}
