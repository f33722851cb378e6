using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace OrleansState.Api.Tokens;

/// <summary>The configured keys: one signs, all verify.</summary>
internal sealed class TokenKeys
{
    private readonly FrozenDictionary<string, TokenKey> _byKid;

    public TokenKeys(IOptions<JwtOptions> options)
    {
        _byKid = options.Value.Keys.ToFrozenDictionary(key => key.Key, key => TokenKeyReader.Read(key.Key, key.Value), StringComparer.Ordinal);
        Signing = options.Value.SigningKey is { Length: > 0 } kid ? _byKid[kid] : _byKid.Values.Single();
    }

    public TokenKey Signing { get; }

    public IEnumerable<TokenKey> All => _byKid.Values.OrderBy(key => key.Kid, StringComparer.Ordinal);

    public TokenKey? Find(string? kid) => kid is null ? null : _byKid.GetValueOrDefault(kid);
}
