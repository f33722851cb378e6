using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace OrleansState.Api.Accounts;

// A class, so that it has no text form with a password in it.

/// <summary>Body of <c>POST /me/password</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class PasswordBody(string currentPassword, string newPassword)
{
    /// <summary>The password that the caller has.</summary>
    [StringLength(PasswordLimits.MaxLength, MinimumLength = 1)]
    public string CurrentPassword { get; } = currentPassword;

    /// <summary>The one to have from now on, its length in UTF-16 characters.</summary>
    [StringLength(PasswordLimits.MaxLength, MinimumLength = PasswordLimits.MinLength)]
    public string NewPassword { get; } = newPassword;
}
