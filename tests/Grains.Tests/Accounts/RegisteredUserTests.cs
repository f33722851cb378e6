using OrleansState.Accounts;
using OrleansState.Sessions;
using OrleansState.Testing;

namespace OrleansState.Grains.Tests.Accounts;

/// <summary>Who registers is known by user id, and the account does not hang on that.</summary>
public sealed class RegisteredUserTests : IAsyncLifetime
{
    private readonly LyingStore _store = new();
    private GrainCluster _cluster = null!;

    private IAccountGrain Account => _cluster.Grains.GetGrain<IAccountGrain>("ada");

    private ISessionsGrain Sessions => _cluster.Grains.GetGrain<ISessionsGrain>("1");

    public async ValueTask InitializeAsync() => _cluster = await GrainCluster.StartAsync(store: _store);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Who_registers_is_known_by_user_id_without_a_session_and_after_a_restart()
    {
        Assert.Null(await Sessions.FindUserAsync());

        await RegisterAsync("1");
        await _cluster.DeactivateAsync(Sessions);

        Assert.Equal("Ada", await Sessions.FindUserAsync());
        Assert.Empty(await Sessions.ListAsync());
    }

    [Fact]
    public async Task Who_does_not_get_the_name_is_not_known_by_it()
    {
        await RegisterAsync("2");

        Assert.NotNull((await Account.RegisterAsync(new Account("1", "Ada", "hash"))).Refusal);

        Assert.Null(await Sessions.FindUserAsync());
    }

    [Fact]
    public async Task A_registration_stands_where_the_store_fails_behind_it_and_the_same_again_makes_the_user_known()
    {
        _store.LetNextWriteThrough();
        _store.RefuseNextWrite();
        await RegisterAsync("1");
        Assert.Equal("1", (await Account.FindAsync())?.UserId);
        Assert.Null(await Sessions.FindUserAsync());

        await RegisterAsync("1");

        Assert.Equal("Ada", await Sessions.FindUserAsync());
    }

    private async Task RegisterAsync(string userId) => Assert.Null((await Account.RegisterAsync(new Account(userId, "Ada", "hash"))).Refusal);
}
