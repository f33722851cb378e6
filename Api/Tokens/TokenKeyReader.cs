using System.Formats.Asn1;
using System.Security.Cryptography;
using OrleansState.Hosting.Settings;

namespace OrleansState.Api.Tokens;

/// <summary>Reads the value of <c>Jwt:Keys:KID</c>. What it says of a bad one never repeats any of it.</summary>
internal static class TokenKeyReader
{
    private const int MinSecretBytes = 32;
    private const int MaxKidLength = 64;

    /// <exception cref="BadSettingException">The value is no key that can sign.</exception>
    public static TokenKey Read(string kid, string? value)
    {
        if (kid.Length > MaxKidLength || !kid.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            throw new BadSettingException($"Jwt:Keys has a key id that is not 1 to {MaxKidLength} ASCII letters, digits, '.', '_' or '-'.");
        if (string.IsNullOrWhiteSpace(value))
            throw Bad(kid, "is empty");
        return value.Contains("-----BEGIN", StringComparison.Ordinal)
            ? Asymmetric(kid, ecdsa => ecdsa.ImportFromPem(value))
            : FromBase64(kid, value);
    }

    private static TokenKey FromBase64(string kid, string value)
    {
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var length))
            throw Bad(kid, "is neither PEM nor base64");
        bytes = bytes[..length];
        // Whatever is DER is a key of some other kind: a public key taken for a secret would let everybody sign.
        if (IsDer(bytes))
            return Asymmetric(kid, ecdsa => ecdsa.ImportPkcs8PrivateKey(bytes, out _));
        return length >= MinSecretBytes
            ? new TokenKey(bytes, kid)
            : throw Bad(kid, $"is a secret of {length} bytes; HS256 takes {MinSecretBytes} or more");
    }

    private static TokenKey Asymmetric(string kid, Action<ECDsa> import)
    {
        var ecdsa = ECDsa.Create();
        try
        {
            import(ecdsa);
            // A public key alone has no D to export.
            if (ecdsa.ExportParameters(includePrivateParameters: true).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
                return new TokenKey(ecdsa, kid);
        }
        catch (Exception refused) when (refused is CryptographicException or ArgumentException)
        {
            ecdsa.Dispose();
            throw Bad(kid, "is not a private key of the curve P-256 without a password", refused);
        }

        ecdsa.Dispose();
        throw Bad(kid, "is a key of another curve than P-256");
    }

    private static bool IsDer(byte[] bytes)
    {
        try
        {
            var outer = new AsnReader(bytes, AsnEncodingRules.DER);
            var inner = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            while (inner.HasData)
                inner.ReadEncodedValue();
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static BadSettingException Bad(string kid, string what, Exception? inner = null)
    {
        var sentence = $"Jwt:Keys:{kid} {what}. It takes a P-256 private key as PEM or base64 PKCS#8 (ES256), or base64 of {MinSecretBytes} bytes or more (HS256).";
        return inner is null ? new BadSettingException(sentence) : new BadSettingException(sentence, inner);
    }
}
