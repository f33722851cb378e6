using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace OrleansState.Api.Tokens;

/// <summary>A key and the one algorithm it is used with. A class without a text form, because it has the key in it.</summary>
internal sealed class TokenKey
{
    private readonly byte[] _secret;

    public TokenKey(ECDsa key, string kid)
    {
        (Key, Algorithm) = (new ECDsaSecurityKey(key) { KeyId = kid }, SecurityAlgorithms.EcdsaSha256);
        Credentials = new SigningCredentials(Key, Algorithm);
        _secret = HKDF.Extract(HashAlgorithmName.SHA256, key.ExportParameters(includePrivateParameters: true).D!);
    }

    public TokenKey(byte[] key, string kid)
    {
        (Key, Algorithm) = (new SymmetricSecurityKey(key) { KeyId = kid }, SecurityAlgorithms.HmacSha256);
        Credentials = new SigningCredentials(Key, Algorithm);
        _secret = HKDF.Extract(HashAlgorithmName.SHA256, key);
    }

    public SecurityKey Key { get; }

    public string Algorithm { get; }

    public string Kid => Key.KeyId;

    public SigningCredentials Credentials { get; }

    /// <summary>
    /// A short signature for what only these processes read: HMAC-SHA256, under a secret that follows from the key. The
    /// key itself signs access tokens and nothing else.
    /// </summary>
    /// <param name="purpose">Keeps what is signed for one end from being good for another.</param>
    /// <param name="data">What is signed.</param>
    public byte[] Sign(string purpose, ReadOnlySpan<byte> data)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes(purpose), 0, .. data];
        return HMACSHA256.HashData(_secret, signed);
    }
}
