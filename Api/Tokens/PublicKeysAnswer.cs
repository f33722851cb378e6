using System.Collections.Immutable;

namespace OrleansState.Api.Tokens;

/// <summary>Answer of <c>GET /.well-known/jwks.json</c>.</summary>
/// <param name="Keys">The public keys by key id; empty where only secrets are configured.</param>
internal sealed record PublicKeysAnswer(ImmutableArray<PublicKeyAnswer> Keys);
