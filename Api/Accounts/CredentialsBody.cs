using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OrleansState.Accounts;

namespace OrleansState.Api.Accounts;

// A class, so that it has no text form with the password in it.

/// <summary>Body of <c>POST /login</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class CredentialsBody(string username, string password)
{
    /// <summary>As given at registration; case does not matter.</summary>
    [StringLength(Usernames.MaxLength, MinimumLength = 1)]
    public string Username { get; } = username;

    /// <summary>The password.</summary>
    [StringLength(PasswordLimits.MaxLength, MinimumLength = 1)]
    public string Password { get; } = password;
}
