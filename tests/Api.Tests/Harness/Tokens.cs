using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace OrleansState.Api.Tests.Harness;

internal static class Tokens
{
    private static readonly SymmetricSecurityKey Key = new(new byte[32]);

    public static void Trust(WebApplicationBuilder builder) => builder.Services.Configure<JwtBearerOptions>(
        JwtBearerDefaults.AuthenticationScheme,
        options =>
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters = new TokenValidationParameters
            {
                ValidIssuer = "tests", ValidAudience = "tests", IssuerSigningKey = Key,
            };
        });

    public static string For(string userId) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "tests",
        Audience = "tests",
        Claims = new Dictionary<string, object> { ["sub"] = userId },
        SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
    });
}
