using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Settings;

namespace OrleansState.Api.Tokens;

/// <summary>Access tokens: issuing them and asking for them.</summary>
internal static class TokenServices
{
    public static WebApplicationBuilder AddTokens(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddCheckedOptions<JwtOptions>(JwtOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<JwtOptions>, JwtOptionsValidator>();
        builder.Services.AddSingleton<TokenKeys>();
        builder.Services.AddSingleton<AccessTokens>();
        builder.Services.AddSingleton<IConfigureOptions<JwtBearerOptions>, BearerValidation>();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        return builder;
    }
}
