using System.Text.Json.Serialization;

namespace OrleansState.Api.Accounts;

/// <summary>Body of <c>POST /register</c> and <c>POST /login</c>. A class, so that it has no text form with the password in it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class CredentialsBody(string username, string password)
{
    /// <summary>3 to 64 ASCII letters, digits, <c>.</c>, <c>_</c>, <c>-</c> or <c>@</c>; case does not tell two apart.</summary>
    public string Username { get; } = username;

    /// <summary>8 to 128 characters.</summary>
    public string Password { get; } = password;
}
