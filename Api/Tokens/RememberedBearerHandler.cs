using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Net.Http.Headers;

namespace OrleansState.Api.Tokens;

/// <summary>
/// Authenticates by a token seen before. Every other, and every refusal, is left to the framework's own handler, which
/// costs some microseconds before it looks at the token.
/// </summary>
internal sealed class RememberedBearerHandler(VerifiedTokens verified) : IAuthenticationHandler
{
    public const string Scheme = "RememberedBearer";

    private const string Prefix = "Bearer ";
    private HttpContext _http = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _http = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync() =>
        Find() ?? _http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);

    public Task ChallengeAsync(AuthenticationProperties? properties) => _http.ChallengeAsync(JwtBearerDefaults.AuthenticationScheme, properties);

    public Task ForbidAsync(AuthenticationProperties? properties) => _http.ForbidAsync(JwtBearerDefaults.AuthenticationScheme, properties);

    private Task<AuthenticateResult>? Find() =>
        _http.Request.Headers[HeaderNames.Authorization] is [{ } header] && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? verified.Find(header.AsSpan(Prefix.Length).Trim())
            : null;
}
