using Microsoft.Extensions.Options;
using OrleansState.Accounts;
using OrleansState.Api.Accounts;

namespace OrleansState.Api.Admin;

/// <summary>Holds the admins against the rules for users. What it says never repeats a password.</summary>
internal sealed class AdminOptionsValidator : IValidateOptions<AdminOptions>
{
    public ValidateOptionsResult Validate(string? name, AdminOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = options.Users.Select(user => Check(user.Key, user.Value)).OfType<string>().ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? Check(string username, string? password)
    {
        if (!Usernames.IsValid(username))
            return $"Admin:Users:{username} is not a username: {Usernames.Rule}.";
        if (password is not null && CommonPasswords.Contains(password))
            return $"Admin:Users:{username} is one of the most common passwords, which are tried first; choose another.";
        return password is not null && (PasswordLimits.IsValid(password) || PasswordHashes.IsHash(password))
            ? null
            : $"Admin:Users:{username} takes a password of {PasswordLimits.MinLength} to {PasswordLimits.MaxLength} characters or its Identity hash.";
    }
}
