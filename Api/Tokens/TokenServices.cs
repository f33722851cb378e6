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
        if (builder.Configuration[$"{JwtOptions.Section}:{nameof(JwtOptions.KeysDirectory)}"] is { Length: > 0 } directory)
            ((IConfigurationBuilder)builder.Configuration).Add(OpenKeys(directory));
        builder.Services.AddSingleton<TokenKeys>();
        builder.Services.AddSingleton<VerifiedTokens>();
        builder.Services.AddSingleton<TokenWatch>();
        builder.Services.AddSingleton<AccessTokens>();
        builder.Services.AddSingleton<IConfigureOptions<JwtBearerOptions>, BearerValidation>();
        builder.Services.AddTransient<RememberedBearerHandler>();
        builder.Services.AddAuthentication(authentication =>
        {
            authentication.AddScheme<RememberedBearerHandler>(RememberedBearerHandler.Scheme, displayName: null);
            authentication.DefaultScheme = RememberedBearerHandler.Scheme;
        }).AddJwtBearer();
        return builder;
    }

    private static KeyFiles OpenKeys(string directory) => Directory.Exists(directory)
        ? new KeyFiles(directory)
        : throw new BadSettingException($"Jwt:KeysDirectory: there is no directory {directory}.");
}
