using System.Net;
using System.Text;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Tokens;

public sealed class ForgedTokenTests(ApiFixture api)
{
    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public static TheoryData<string, Func<string, string>> Forgeries => new()
    {
        { "alg none", _ => Forgery.Unsigned(Forgery.Claims()) },
        { "alg None", _ => Forgery.Unsigned(Forgery.Claims(), "None") },
        { "no alg", _ => Forgery.Unsigned(Forgery.Claims(), "") },
        { "the public key as an HMAC secret", key => Forgery.Hs256(Forgery.PublicKeyPem(key), Forgery.Claims()) },
        { "an empty HMAC secret", _ => Forgery.Hs256([], Forgery.Claims()) },
        { "a signature said to be of another algorithm", key => Forgery.Es256(key, Forgery.Claims(), alg: "HS256") },
        { "RS256", key => Forgery.Es256(key, Forgery.Claims(), alg: "RS256") },
        { "another key under our kid", _ => Forgery.Es256(TestKeys.NewPrivateKey(), Forgery.Claims()) },
        { "an unknown kid", key => Forgery.Es256(key, Forgery.Claims(), "unknown") },
        { "an empty kid", key => Forgery.Es256(key, Forgery.Claims(), "") },
        { "a kid that is a path", key => Forgery.Es256(key, Forgery.Claims(), "../../../../dev/null") },
        { "a kid that is SQL", key => Forgery.Es256(key, Forgery.Claims(), "test' OR '1'='1") },
        { "a kid in capitals", key => Forgery.Es256(key, Forgery.Claims(), "TEST") },
        { "expired", key => Forgery.Es256(key, Forgery.Claims(expires: Now - 60)) },
        { "without an end", key => Forgery.Es256(key, Forgery.Claims().Replace("\"exp\"", "\"x\"", StringComparison.Ordinal)) },
        { "not yet valid", key => Forgery.Es256(key, Forgery.Claims(notBefore: Now + 600, expires: Now + 1200)) },
        { "another issuer", key => Forgery.Es256(key, Forgery.Claims(issuer: "elsewhere")) },
        { "another audience", key => Forgery.Es256(key, Forgery.Claims(audience: "elsewhere")) },
        { "no session", key => Forgery.Es256(key, Forgery.Claims(session: null)) },
        { "no user", key => Forgery.Es256(key, Forgery.Claims(subject: "")) },
        { "a user id that can be none", key => Forgery.Es256(key, Forgery.Claims(subject: "a/b")) },
        { "a critical extension", key => Forgery.Es256(key, Forgery.Claims(), headers: ",\"crit\":[\"x\"],\"x\":1") },
        { "the critical extension b64", key => Forgery.Es256(key, Forgery.Claims(), headers: ",\"crit\":[\"b64\"],\"b64\":true") },
        { "an empty list of critical extensions", key => Forgery.Es256(key, Forgery.Claims(), headers: ",\"crit\":[]") },
        { "critical extensions that are no list", key => Forgery.Es256(key, Forgery.Claims(), headers: ",\"crit\":\"x\"") },
        { "critical extensions that are null", key => Forgery.Es256(key, Forgery.Claims(), headers: ",\"crit\":null") },
        { "truncated", key => Forgery.Es256(key, Forgery.Claims())[..^8] },
        { "without its signature", key => Forgery.Es256(key, Forgery.Claims()).Split('.') is [var h, var c, _] ? $"{h}.{c}." : "" },
        { "nothing", _ => "x" },
    };

    [Fact]
    public async Task The_forgers_tools_make_a_good_token_when_nothing_is_wrong() =>
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(Forgery.Es256(api.Key, Forgery.Claims()))).Status);

    [Theory]
    [MemberData(nameof(Forgeries), DisableDiscoveryEnumeration = true)]
    public async Task A_forged_token_lets_nobody_in(string what, Func<string, string> forge)
    {
        var answer = await CallAsync(forge(api.Key));
        Assert.True(answer.Status == HttpStatusCode.Unauthorized, what);
        answer.IsProblem(401, "unauthorized");
        Assert.Contains("error=\"invalid_token\"", Assert.Single(answer.Headers["WWW-Authenticate"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_with_any_bit_flipped_lets_nobody_in()
    {
        var good = Encoding.ASCII.GetBytes(Forgery.Es256(api.Key, Forgery.Claims()));
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(Encoding.ASCII.GetString(good))).Status);
        // The last character has bits that base64url does not use.
        for (var i = 0; i < good.Length - 1; i += 3)
        {
            var bad = (byte[])good.Clone();
            bad[i] = bad[i] == (byte)'A' ? (byte)'B' : (byte)'A';
            Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(Encoding.ASCII.GetString(bad))).Status);
        }
    }

    private async Task<Answer> CallAsync(string token)
    {
        using var mallory = new TestUser(api.BaseAddress, "", token);
        return await mallory.GetAsync("/cart");
    }
}
