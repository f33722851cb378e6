using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using OrleansState.Api.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.Api.Tests.Tokens;

/// <summary>On APIs of their own, whose keys are files.</summary>
public sealed class KeyRotationTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("orleansstate-keys-").FullName;

    [Fact]
    public async Task Keys_are_rotated_under_load_without_a_restart_and_without_a_401()
    {
        Write("2026-01", TestKeys.NewPrivateKey());
        await using var api = await StartAsync();
        using var early = await GuestAsync(api);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var load = LoadAsync(api, early, stop.Token);

        Write("2026-02", TestKeys.NewSecret());
        await Eventually.UntilAsync("a token signed by the new key", async () =>
        {
            using var guest = await GuestAsync(api);
            return KidOf(guest) == "2026-02";
        });

        Assert.Equal(HttpStatusCode.OK, (await early.User.GetAsync("/cart")).Status);
        await stop.CancelAsync();
        Assert.All(await load, status => Assert.Equal(HttpStatusCode.OK, status));

        File.Delete(Path.Combine(_directory, "2026-01"));
        await Eventually.UntilAsync("the end of the old key's tokens", async () => (await early.User.GetAsync("/cart")).Status == HttpStatusCode.Unauthorized);
        Assert.Empty((await api.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Json["keys"]!.AsArray());
    }

    [Fact]
    public async Task A_key_that_is_none_leaves_the_ring_as_it_was_until_it_is_mended()
    {
        Write("a", TestKeys.NewPrivateKey());
        await using var api = await StartAsync();
        Write("b", "nonsense");
        Write("c", TestKeys.NewPrivateKey());
        using var guest = await GuestAsync(api);
        Assert.Equal(("a", HttpStatusCode.OK), (KidOf(guest), (await guest.User.GetAsync("/cart")).Status));

        Write("b", TestKeys.NewPrivateKey());

        await Eventually.UntilAsync("three public keys", async () => (await api.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Json["keys"]!.AsArray().Count == 3);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string KidOf(Login login) => new JsonWebToken(login.User.Token).Kid;

    private static Task<Login> GuestAsync(ApiFixture api) => Guests.GuestTests.GuestAsync(api);

    private static async Task<List<HttpStatusCode>> LoadAsync(ApiFixture api, Login early, CancellationToken stop)
    {
        var statuses = new List<HttpStatusCode>();
        while (!stop.IsCancellationRequested)
        {
            using var guest = await GuestAsync(api);
            statuses.Add((await guest.User.GetAsync("/cart")).Status);
            statuses.Add((await early.User.GetAsync("/cart")).Status);
        }

        return statuses;
    }

    private async Task<ApiFixture> StartAsync()
    {
        var api = new ApiFixture($"--Jwt:KeysDirectory={_directory}", "--Jwt:KeyActivationDelay=00:00:00") { OwnKeys = true };
        await api.InitializeAsync();
        return api;
    }

    private void Write(string kid, string key) => File.WriteAllText(Path.Combine(_directory, kid), key);
}
