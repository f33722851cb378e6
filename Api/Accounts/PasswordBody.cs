using System.Text.Json.Serialization;

namespace OrleansState.Api.Accounts;

/// <summary>Body of <c>POST /me/password</c>. A class, so that it has no text form with a password in it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class PasswordBody(string currentPassword, string newPassword)
{
    public string CurrentPassword { get; } = currentPassword;

    /// <summary>8 to 128 characters.</summary>
    public string NewPassword { get; } = newPassword;
}
