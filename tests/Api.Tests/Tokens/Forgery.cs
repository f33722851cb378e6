using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OrleansState.Api.Tests.Tokens;

/// <summary>Tokens written by hand, right in all but what a test makes wrong.</summary>
internal static class Forgery
{
    public static string Claims(
        string issuer = "orleansstate", string audience = "orleansstate", long? expires = null, long? notBefore = null, string subject = "mallory", string? session = "s")
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var sid = session is null ? "" : $$""","sid":"{{session}}" """;
        return $$"""{"iss":"{{issuer}}","aud":"{{audience}}","sub":"{{subject}}","iat":{{now}},"nbf":{{notBefore ?? now}},"exp":{{expires ?? now + 600}}{{sid}}}""";
    }

    public static string Es256(string pkcs8, string claims, string kid = "test", string alg = "ES256", string headers = "")
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(pkcs8), out _);
        return Sign(claims, kid, alg, text => key.SignData(text, HashAlgorithmName.SHA256), headers);
    }

    public static string Hs256(byte[] secret, string claims, string kid = "test", string alg = "HS256") =>
        Sign(claims, kid, alg, text => HMACSHA256.HashData(secret, text));

    public static string Unsigned(string claims, string alg = "none") => Sign(claims, "test", alg, _ => []);

    public static byte[] PublicKeyPem(string pkcs8)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(pkcs8), out _);
        return Encoding.UTF8.GetBytes(key.ExportSubjectPublicKeyInfoPem());
    }

    private static string Sign(string claims, string kid, string alg, Func<byte[], byte[]> sign, string headers = "")
    {
        var header = $$"""{"alg":"{{alg}}","typ":"JWT","kid":"{{kid}}"{{headers}}}""";
        var text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";
    }
}
