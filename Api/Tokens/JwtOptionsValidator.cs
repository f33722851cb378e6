using Microsoft.Extensions.Options;
using OrleansState.Hosting.Settings;

namespace OrleansState.Api.Tokens;

/// <summary>Holds the keys against what they have to be, before anyone is served.</summary>
internal sealed class JwtOptionsValidator : IValidateOptions<JwtOptions>
{
    public ValidateOptionsResult Validate(string? name, JwtOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Keys.Count == 0)
            return ValidateOptionsResult.Fail("Jwt:Keys is empty; set Jwt:Keys:KID, or put a file named KID into Jwt:KeysDirectory, with a P-256 private key as PEM or base64 PKCS#8 (ES256), or to base64 of 32 bytes or more (HS256).");
        foreach (var (kid, value) in options.Keys)
        {
            try
            {
                (TokenKeyReader.Read(kid, value).Key as IDisposable)?.Dispose();
            }
            catch (BadSettingException bad)
            {
                return ValidateOptionsResult.Fail(bad.Message);
            }
        }

        if (options.AccessTokenLifetime > options.RefreshTokenLifetime)
            return ValidateOptionsResult.Fail($"Jwt:AccessTokenLifetime is {options.AccessTokenLifetime:c}, and Jwt:RefreshTokenLifetime is {options.RefreshTokenLifetime:c}: a token would outlive its session.");
        return CheckSigningKey(options);
    }

    private static ValidateOptionsResult CheckSigningKey(JwtOptions options)
    {
        var kids = string.Join(", ", options.Keys.Keys.Order(StringComparer.Ordinal));
        return options.SigningKey switch
        {
            { Length: > 0 } kid when !options.Keys.ContainsKey(kid) => ValidateOptionsResult.Fail($"Jwt:SigningKey is {kid}, which is not among Jwt:Keys: {kids}."),
            _ => ValidateOptionsResult.Success,
        };
    }
}
