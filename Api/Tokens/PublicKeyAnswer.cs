namespace OrleansState.Api.Tokens;

/// <summary>A public key as RFC 7517 and RFC 7518 write an elliptic one.</summary>
internal sealed record PublicKeyAnswer(string Kty, string Crv, string X, string Y, string Kid, string Alg, string Use);
