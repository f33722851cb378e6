using System.Security.Cryptography;

namespace OrleansState.Api.Tests.Harness;

internal static class TestKeys
{
    /// <summary>A P-256 private key as base64 PKCS#8, which is what <c>Jwt:Keys:KID</c> takes.</summary>
    public static string NewPrivateKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    }

    /// <summary>A secret for HS256, as <c>Jwt:Keys:KID</c> takes it.</summary>
    public static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
