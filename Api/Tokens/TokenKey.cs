using Microsoft.IdentityModel.Tokens;

namespace OrleansState.Api.Tokens;

/// <summary>A key and the one algorithm it is used with.</summary>
internal sealed record TokenKey(SecurityKey Key, string Algorithm)
{
    public string Kid => Key.KeyId;

    public SigningCredentials Credentials { get; } = new(Key, Algorithm);
}
