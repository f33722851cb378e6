using OrleansState.Api.Revocations;
using OrleansState.AspNetCore;

namespace OrleansState.Api.Tokens;

/// <summary>Whether an access token that was good when a stream was opened still is: its time, its key and its session, as for any call.</summary>
internal sealed class TokenWatch(TokenKeys keys, KnownRevocations revocations, TimeProvider clock)
{
    /// <summary>Who has opened the stream, for as long as a call with the same token would be answered.</summary>
    public LiveCaller Of(HttpContext http)
    {
        var caller = TokenPrincipal.Require(http);
        return new LiveCaller(caller.UserId, () => IsGood(caller));
    }

    private bool IsGood(TokenPrincipal caller) =>
        caller.Key is { } key && ReferenceEquals(keys.Find(key.Kid), key) && clock.GetUtcNow().UtcDateTime < caller.ValidTo + BearerValidation.ClockSkew
        && !revocations.Contains(caller.UserId, caller.SessionId);
}
