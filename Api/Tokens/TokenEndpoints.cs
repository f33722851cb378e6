using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.Tokens;

namespace OrleansState.Api.Tokens;

/// <summary>What others need to verify our tokens.</summary>
internal static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/.well-known/jwks.json", PublicKeys).AllowAnonymous().WithTags("Tokens")
            .WithName("GetPublicKeys").WithSummary("The public keys that verify access tokens");

    private static Ok<PublicKeysAnswer> PublicKeys(TokenKeys keys) =>
        TypedResults.Ok(new PublicKeysAnswer([.. keys.All.Where(key => key.Key is ECDsaSecurityKey).Select(Describe)]));

    private static PublicKeyAnswer Describe(TokenKey key)
    {
        var point = ((ECDsaSecurityKey)key.Key).ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new PublicKeyAnswer("EC", "P-256", Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y), key.Kid, key.Algorithm, "sig");
    }
}
