using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Api.Lockouts;
using OrleansState.Api.SecurityLog;

namespace OrleansState.Api.Accounts;

/// <summary>Lets a call in that tries a password: where too many have failed, or too many wait, the password is not looked at.</summary>
internal sealed class PasswordAttempts(LoginGuard guard, HashingGate hashing, SecurityEvents security)
{
    /// <summary>Counts the attempt as a failure until <see cref="SucceededAsync"/>; one that finds no place counts as none.</summary>
    /// <param name="http">The call.</param>
    /// <param name="origin">Whom the attempt is held against.</param>
    /// <param name="username">Whose password it is.</param>
    /// <param name="purpose">The line that the call stands in.</param>
    /// <returns>A place to have passwords hashed, until it is disposed of; or the answer to a call that gets none.</returns>
    public async Task<(HashingPlace? Place, ProblemHttpResult? Refusal)> BeginAsync(HttpContext http, LoginOrigin origin, string username, HashingPurpose purpose)
    {
        if (await guard.BeginAsync(origin) is { } wait)
        {
            security.LockedOut(username, http.Connection.RemoteIpAddress, wait);
            return (null, TooManyAttempts.Answer(http.Response, wait));
        }

        if (hashing.TryEnter(http, purpose) is { } place)
            return (place, null);
        await guard.WithdrawAsync(origin);
        return (null, hashing.Refuse(http, purpose));
    }

    /// <summary>The password was right.</summary>
    public Task SucceededAsync(LoginOrigin origin) => guard.SucceededAsync(origin);
}
