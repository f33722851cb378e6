using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Api.Tests.Harness;
using OrleansState.Api.Tokens;
using OrleansState.Sessions;

namespace OrleansState.Api.Tests.Sessions;

/// <summary>What a refresh token says by its signature: that it is ours, and which of its session's it is.</summary>
public sealed class RefreshFamilyTests(ApiFixture api)
{
    [Fact]
    public async Task However_often_a_thief_has_refreshed_the_owners_token_ends_the_session()
    {
        using var owner = await LogInAsync();
        var thief = owner;
        for (var i = 0; i < 40; i++)
        {
            var next = Login.Of(api, owner.User.UserId, await thief.RefreshAsync(api));
            if (i > 0)
                thief.Dispose();
            thief = next;
        }

        (await owner.RefreshAsync(api)).IsProblem(401, "invalid-refresh-token");

        (await thief.RefreshAsync(api)).IsProblem(401, "invalid-refresh-token");
        (await thief.User.GetAsync("/profile")).IsProblem(401, "unauthorized");
        thief.Dispose();
    }

    [Fact]
    public async Task What_nobody_has_signed_is_refused_before_any_grain_is_asked()
    {
        using var login = await LogInAsync();
        using var someone = await LogInAsync();
        var asked = new GrainCalls();
        await using var other = await api.StartAnotherAsync(services => services.AddSingleton<IOutgoingGrainCallFilter>(asked));
        using var nobody = other.Anonymous();
        var parts = login.RefreshToken.Split('.');
        var secret = Base64Url.DecodeFromChars(parts[2]);
        string[] invented =
        [
            Token($"guest:{Guid.NewGuid():N}", Guid.NewGuid().ToString("N"), RandomNumberGenerator.GetBytes(32)),
            $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}",
            $"{someone.RefreshToken.Split('.')[0]}.{parts[1]}.{parts[2]}",
            $"{parts[0]}.{someone.RefreshToken.Split('.')[1]}.{parts[2]}",
            .. Enumerable.Range(0, secret.Length).Select(i => $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(Flipped(secret, i))}"),
        ];

        foreach (var token in invented)
            (await RefreshAsync(nobody, token)).IsProblem(401, "invalid-refresh-token");

        Assert.Equal(0, asked.Of<ISessionsGrain>());
        using var next = Login.Of(api, login.User.UserId, await RefreshAsync(nobody, login.RefreshToken));
        Assert.Equal(1, asked.Of<ISessionsGrain>());
    }

    /// <summary>As earlier releases gave it: 32 random bytes.</summary>
    [Fact]
    public async Task A_token_of_an_earlier_release_is_good_where_that_is_set_and_what_follows_is_signed()
    {
        _ = api.BaseAddress;
        var (userId, secret) = (Guid.NewGuid().ToString("N"), RandomNumberGenerator.GetBytes(32));
        var token = Token($"guest:{userId}", "s1", secret);
        await api.Services.GetRequiredService<IClusterClient>().GetGrain<ISessionsGrain>($"guest:{userId}")
            .OpenAsync(new NewSession("s1", "guest", TokenHash.Of(secret), TimeSpan.FromDays(30), TimeSpan.FromDays(7)));
        await using var upgraded = await api.StartAnotherAsync(services => services.Configure<JwtOptions>(jwt => jwt.AcceptUnsignedRefreshTokens = true));
        using var nobody = upgraded.Anonymous();

        (await api.PostAsync("/token/refresh", Body(token))).IsProblem(401, "invalid-refresh-token");
        using var next = Login.Of(api, userId, await RefreshAsync(nobody, token));
        using var after = Login.Of(api, userId, await next.RefreshAsync(api));

        (await RefreshAsync(nobody, token)).IsProblem(401, "invalid-refresh-token");
        (await after.RefreshAsync(api)).IsProblem(401, "invalid-refresh-token");
    }

    private static string Token(string userId, string sessionId, byte[] secret) =>
        string.Join('.', new[] { Encoding.ASCII.GetBytes(userId), Encoding.ASCII.GetBytes(sessionId), secret }.Select(part => Base64Url.EncodeToString(part)));

    private static byte[] Flipped(byte[] secret, int at) => [.. secret.Select((b, i) => i == at ? (byte)(b ^ 1) : b)];

    private static Task<Answer> RefreshAsync(TestUser nobody, string token) => nobody.PostAsync("/token/refresh", Body(token));

    private static string Body(string token) => $$"""{"refresh_token":"{{token}}"}""";

    private async Task<Login> LogInAsync() => await (await Registered.CreateAsync(api)).LogInAsync(api);
}
