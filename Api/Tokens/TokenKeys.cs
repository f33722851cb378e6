using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace OrleansState.Api.Tokens;

/// <summary>
/// The configured keys: one signs, all verify. They are read again when the configuration changes. Settings that would
/// not do are not taken over: the keys stay as they were, and the log says why.
/// </summary>
internal sealed partial class TokenKeys : IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly IValidateOptions<JwtOptions> _validator;
    private readonly TimeProvider _clock;
    private readonly ILogger<TokenKeys> _log;
    private readonly IDisposable _watch;
    private KeyRing _ring;

    public TokenKeys(
        IOptions<JwtOptions> options, IConfiguration configuration, IValidateOptions<JwtOptions> validator, TimeProvider clock, ILogger<TokenKeys> log)
    {
        (_configuration, _validator, _clock, _log) = (configuration, validator, clock, log);
        _ring = KeyRing.Empty.Replace(options.Value, DateTimeOffset.MinValue);
        _watch = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    public TokenKey Signing => _ring.SigningAt(_clock.GetUtcNow());

    public ImmutableArray<TokenKey> All => _ring.Keys;

    public TokenKey? Find(string? kid) => _ring.Find(kid);

    public void Dispose() => _watch.Dispose();

    private void Reload()
    {
        try
        {
            var options = _configuration.GetSection(JwtOptions.Section).Get<JwtOptions>() ?? new JwtOptions();
            var checkedOptions = _validator.Validate(null, options);
            if (checkedOptions.Failed)
                LogNotTaken(checkedOptions.FailureMessage);
            else
                _ring = _ring.Replace(options, _clock.GetUtcNow());
        }
        catch (InvalidOperationException unreadable)
        {
            LogNotTaken(unreadable.Message);
        }
    }

    [LoggerMessage(1201, LogLevel.Error, "The changed Jwt settings are not taken over: {Reason}")]
    private partial void LogNotTaken(string reason);
}
