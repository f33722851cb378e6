using OrleansState.Accounts;
using OrleansState.Api.Admin;
using OrleansState.Api.Problems;

namespace OrleansState.Api.Accounts;

/// <summary>Finds whose a username and a password are.</summary>
internal sealed class Credentials(IClusterClient cluster, Passwords passwords, Admins admins)
{
    /// <summary>The account, or null: nobody learns whether the name or the password was wrong, nor how long it took to find out.</summary>
    public async Task<Account?> VerifyAsync(string username, string password, CancellationToken cancelled)
    {
        var account = await FindAsync(username);
        var match = await passwords.VerifyAsync(account?.PasswordHash, password, cancelled);
        if (match == PasswordMatch.YesByAnOlderHash && !admins.Holds(account!.UserId))
            await ReplaceHashAsync(account, password, cancelled);
        return match == PasswordMatch.No ? null : account;
    }

    /// <summary>Whether the current password was right and the account now has the new one.</summary>
    public async Task<bool> ChangePasswordAsync(Account account, string current, string next, CancellationToken cancelled) =>
        await passwords.VerifyAsync(account.PasswordHash, current, cancelled) != PasswordMatch.No && await ReplaceHashAsync(account, next, cancelled);

    /// <exception cref="InvalidRequestException">One of them can't be registered.</exception>
    public static void RequireValid(CredentialsBody body)
    {
        if (!Usernames.IsValid(body.Username))
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The field username is not {Usernames.Rule}.");
        RequireValidPassword("password", body.Password);
    }

    /// <exception cref="InvalidRequestException">It is too short or too long.</exception>
    public static void RequireValidPassword(string field, string password)
    {
        if (!PasswordLimits.IsValid(password))
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The field {field} has {password.Length} characters; it takes {PasswordLimits.MinLength} to {PasswordLimits.MaxLength}.");
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

    private async Task<bool> ReplaceHashAsync(Account account, string password, CancellationToken cancelled)
    {
        var hash = await passwords.HashAsync(password, cancelled);
        return await cluster.GetGrain<IAccountGrain>(Usernames.Normalize(account.Username)).ChangePasswordAsync(account.UserId, account.PasswordHash, hash);
    }

    private async Task<Account?> FindAsync(string username)
    {
        if (!Usernames.IsValid(username))
            return null;
        var key = Usernames.Normalize(username);
        return admins.Find(key) ?? await cluster.GetGrain<IAccountGrain>(key).FindAsync();
    }
}
