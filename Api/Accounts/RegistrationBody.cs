using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OrleansState.Accounts;
using OrleansState.Api.OpenApi;

namespace OrleansState.Api.Accounts;

// A class, so that it has no text form with the password in it.

/// <summary>Body of <c>POST /register</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class RegistrationBody(string username, string password)
{
    /// <summary>ASCII letters, digits, <c>.</c>, <c>_</c>, <c>-</c> or <c>@</c>; case does not tell two apart.</summary>
    [StringLength(Usernames.MaxLength, MinimumLength = Usernames.MinLength), RegularExpression(Patterns.Username)]
    public string Username { get; } = username;

    /// <summary>The password, its length in UTF-16 characters.</summary>
    [StringLength(PasswordLimits.MaxLength, MinimumLength = PasswordLimits.MinLength)]
    public string Password { get; } = password;
}
