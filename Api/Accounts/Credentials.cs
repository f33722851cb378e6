using OrleansState.Accounts;
using OrleansState.Api.Admin;
using OrleansState.Api.Problems;
using OrleansState.AspNetCore;

namespace OrleansState.Api.Accounts;

/// <summary>Finds whose a username and a password are.</summary>
internal sealed class Credentials(IClusterClient cluster, Passwords passwords, Admins admins)
{
    /// <summary>The account, or null: nobody learns whether the name or the password was wrong, nor how long it took to find out.</summary>
    public async Task<VerifiedAccount?> VerifyAsync(HashingPlace place, string username, string password, CancellationToken cancelled)
    {
        var account = await FindAsync(username);
        var match = await passwords.VerifyAsync(place, account?.PasswordHash, password, cancelled);
        return match == PasswordMatch.No ? null : new VerifiedAccount(account!, match == PasswordMatch.YesByAnOlderHash);
    }

    /// <summary>Makes an older hash anew. What keeps it from that is no fault of the login that asks for it: the next one does.</summary>
    public async Task RenewHashAsync(HashingPlace place, VerifiedAccount verified, string password, CancellationToken cancelled)
    {
        var account = verified.Account;
        if (!verified.HasOlderHash || admins.Holds(account.UserId))
            return;
        try
        {
            await Grain(account).ChangePasswordAsync(account.UserId, account.PasswordHash, await passwords.HashAsync(place, password, cancelled));
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException or OrleansException)
        {
            return;
        }
    }

    /// <summary>
    /// Whether the current password was right and the account now has the new one. A call that is sent again finds its own
    /// change: the session that made the latest one, and knows the password it made, is answered as it was then.
    /// </summary>
    public async Task<bool> ChangePasswordAsync(
        HashingPlace place, Account account, string sessionId, string current, string next, CancellationToken cancelled)
    {
        while (true)
        {
            if (await passwords.VerifyAsync(place, account.PasswordHash, current, cancelled) == PasswordMatch.No)
                return account.ChangedBy == sessionId && await passwords.VerifyAsync(place, account.PasswordHash, next, cancelled) != PasswordMatch.No;
            if (await Grain(account).SetPasswordAsync(account.UserId, account.PasswordHash, await passwords.HashAsync(place, next, cancelled), sessionId))
                return true;
            // Somebody was faster: this very call, perhaps, when it was sent before.
            if (await Grain(account).FindAsync() is not { } now || now.UserId != account.UserId)
                return false;
            account = now;
        }
    }

    /// <exception cref="InvalidRequestException">One of them can't be registered.</exception>
    public static void RequireValid(RegistrationBody body)
    {
        if (!Usernames.IsValid(body.Username))
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The field username is not {Usernames.Rule}.");
        RequireValidPassword("password", body.Password);
        RequireOtherThanName("password", body.Password, body.Username);
    }

    /// <exception cref="InvalidRequestException">It is too short, too long, or one of the first that are tried.</exception>
    public static void RequireValidPassword(string field, string password)
    {
        if (!PasswordLimits.IsValid(password))
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The field {field} has {password.Length} characters; it takes {PasswordLimits.MinLength} to {PasswordLimits.MaxLength}.");
        if (CommonPasswords.Contains(password))
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The field {field} is one of the most common passwords, which are tried first; choose another.");
    }

    /// <exception cref="InvalidRequestException">It is the username.</exception>
    public static void RequireOtherThanName(string field, string password, string username)
    {
        if (string.Equals(password, username, StringComparison.OrdinalIgnoreCase))
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The field {field} is the username; choose another password.");
    }

    /// <exception cref="InvalidRequestException">It is empty or too long.</exception>
    public static void RequireBoundedPassword(string field, string password)
    {
        if (password.Length is 0 or > PasswordLimits.MaxLength)
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The field {field} has {password.Length} characters; it takes 1 to {PasswordLimits.MaxLength}.");
    }

    /// <summary>At a login only what can't be looked up is refused by its form; the rest is a wrong name or password.</summary>
    /// <exception cref="InvalidRequestException">One of them is empty or too long.</exception>
    public static void RequireBounded(CredentialsBody body)
    {
        if (body.Username.Length is 0 or > Usernames.MaxLength)
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The field username has {body.Username.Length} characters; it takes 1 to {Usernames.MaxLength}.");
        RequireBoundedPassword("password", body.Password);
    }

    private IAccountGrain Grain(Account account) => cluster.GetGrain<IAccountGrain>(Usernames.Normalize(account.Username));

    private async Task<Account?> FindAsync(string username)
    {
        if (!Usernames.IsValid(username))
            return null;
        var key = Usernames.Normalize(username);
        return admins.Find(key) ?? await cluster.GetGrain<IAccountGrain>(key).FindAsync();
    }
}
