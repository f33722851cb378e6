using System.Net;
using System.Text.RegularExpressions;
using OrleansState.Api.Tests.Harness;
using OrleansState.TestServers.Redis;
using StackExchange.Redis;

namespace OrleansState.Api.Tests.SecuredRedisServer;

/// <summary>What SECURITY.md says of Redis, on a real server with TLS and an ACL user.</summary>
public sealed partial class SecuredRedisTests
{
    /// <summary>StackExchange.Redis' own: an environment is one for all of a process, and nobody else here speaks TLS.</summary>
    private const string IssuerVariable = "SERedis_IssuerCertPath";

    [Fact]
    public async Task All_of_it_works_over_TLS_for_the_user_that_the_page_describes_and_for_nobody_else()
    {
        await using var redis = await SecuredRedis.StartAsync(RightsOnThePage());
        Environment.SetEnvironmentVariable(IssuerVariable, redis.IssuerFile);
        try
        {
            await UseAsync(redis);
        }
        finally
        {
            Environment.SetEnvironmentVariable(IssuerVariable, null);
        }

        await using var client = await redis.ConnectAsync();
        var db = client.GetDatabase();
        // Nothing but its own keys, and nothing that would stop the server or change who may what.
        await RefusedAsync(() => db.StringGetAsync("somebody-else"));
        await RefusedAsync(() => db.StringSetAsync("somebody-else", "x"));
        foreach (var command in new[] { "FLUSHALL", "KEYS *", "CONFIG GET requirepass", "ACL LIST", "SHUTDOWN" })
            await RefusedAsync(() => db.ExecuteAsync(command.Split(' ')[0], command.Split(' ').Skip(1).ToArray<object>()));
        await Assert.ThrowsAsync<RedisConnectionException>(() => redis.ConnectAsync("default", ""));
        await Assert.ThrowsAsync<RedisConnectionException>(() => redis.ConnectAsync(password: "wrong"));
    }

    [Fact]
    public async Task A_server_that_nobody_vouches_for_is_not_talked_to()
    {
        await using var redis = await SecuredRedis.StartAsync(RightsOnThePage());
        var options = ConfigurationOptions.Parse(redis.ConnectionString);
        options.ConnectRetry = 0;

        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(options));
    }

    private static async Task UseAsync(SecuredRedis redis)
    {
        await using var api = new ApiFixture($"--Redis:ConnectionString={redis.ConnectionString}");
        await api.InitializeAsync();
        var ada = await Registered.CreateAsync(api);
        using var login = await ada.LogInAsync(api);
        // More keys than a record has room for, so that the hashes beside it are used as well.
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, (await login.User.SendAsync(HttpMethod.Post, "/cart/add", """{"item":"apple"}""", key: $"key-{i}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await login.User.PostAsync("/cart/checkout")).Status);
        Assert.Equal(HttpStatusCode.OK, (await login.User.PostAsync("/clicks")).Status);
        Assert.Equal(HttpStatusCode.OK, (await login.User.GetAsync("/clicks")).Status);
        Assert.Equal(HttpStatusCode.OK, (await login.User.GetAsync("/me/export")).Status);
        Assert.Equal(HttpStatusCode.OK, (await login.User.GetAsync("/health/ready")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await login.User.DeleteAsync("/me")).Status);
    }

    private static async Task RefusedAsync(Func<Task> call) =>
        Assert.Contains("NOPERM", (await Assert.ThrowsAnyAsync<RedisException>(call)).Message, StringComparison.Ordinal);

    /// <summary>The rights in the example of SECURITY.md.</summary>
    private static string RightsOnThePage() => Rights().Match(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "SECURITY.md"))).Groups["rights"].Value.Trim();

    [GeneratedRegex(@"user orleansstate on >PASSWORD (?<rights>.+)")]
    private static partial Regex Rights();
}
