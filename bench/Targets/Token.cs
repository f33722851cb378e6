using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OrleansState.Bench.Targets;

/// <summary>
/// Access tokens as the Api issues them, signed with the key that the bench gives it: 2,000 users log in without 2,000
/// password hashes. The Api verifies each as any other.
/// </summary>
internal static class Token
{
    private const string Kid = "bench";
    private const int LifetimeSeconds = 6 * 3600;

    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Settings of the Api that accepts these tokens.</summary>
    public static Dictionary<string, string?> Settings => new()
    {
        ["Jwt:Keys:" + Kid] = Convert.ToBase64String(Key.ExportPkcs8PrivateKey()),
        ["Jwt:SigningKey"] = Kid,
    };

    /// <summary>The header line that makes a request this user's.</summary>
    public static string Header(string userId) => "Authorization: Bearer " + Issue(userId);

    public static string Issue(string userId)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var head = Encode($$"""{"alg":"ES256","kid":"{{Kid}}","typ":"JWT"}""");
        var body = Encode($$"""
            {"sub":"{{userId}}","sid":"{{Guid.NewGuid():N}}","jti":"{{Guid.NewGuid():N}}","iss":"orleansstate","aud":"orleansstate","iat":{{now}},"nbf":{{now}},"exp":{{now + LifetimeSeconds}}}
            """);
        return $"{head}.{body}.{Base64Url.EncodeToString(Key.SignData(Encoding.ASCII.GetBytes($"{head}.{body}"), HashAlgorithmName.SHA256))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
