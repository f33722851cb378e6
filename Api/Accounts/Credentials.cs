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
        return await passwords.VerifyAsync(account?.PasswordHash, password, cancelled) ? account : null;
    }

    /// <exception cref="InvalidRequestException">One of them can't be registered.</exception>
    public static void RequireValid(CredentialsBody body)
    {
        if (!Usernames.IsValid(body.Username))
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The field username is not {Usernames.Rule}.");
        if (!PasswordLimits.IsValid(body.Password))
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The field password has {body.Password.Length} characters; it takes {PasswordLimits.MinLength} to {PasswordLimits.MaxLength}.");
    }

    /// <summary>At a login only what can't be looked up is refused by its form; the rest is a wrong name or password.</summary>
    /// <exception cref="InvalidRequestException">One of them is empty or too long.</exception>
    public static void RequireBounded(CredentialsBody body)
    {
        if (body.Username.Length is 0 or > Usernames.MaxLength)
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The field username has {body.Username.Length} characters; it takes 1 to {Usernames.MaxLength}.");
        if (body.Password.Length is 0 or > PasswordLimits.MaxLength)
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The field password has {body.Password.Length} characters; it takes 1 to {PasswordLimits.MaxLength}.");
    }

    private async Task<Account?> FindAsync(string username)
    {
        if (!Usernames.IsValid(username))
            return null;
        var key = Usernames.Normalize(username);
        return admins.Find(key) ?? await cluster.GetGrain<IAccountGrain>(key).FindAsync();
    }
}
