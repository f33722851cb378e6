namespace OrleansState.Api.OpenApi;

/// <summary>
/// The rules for names and ids as regular expressions, for clients that look before they send. A test holds each against
/// the rule by which a call is refused.
/// </summary>
internal static class Patterns
{
    /// <summary>As <c>Usernames.IsValid</c> has it, but for the length.</summary>
    public const string Username = "^[A-Za-z0-9._@-]+$";

    /// <summary>As <c>UserIds.IsValid</c> has it, but for the length.</summary>
    public const string UserId = @"^[!-.0-\[\]-~]+$";

    /// <summary>As <c>Labels.IsValid</c> has it, but for the length: something that is no space, and nothing that is a control character.</summary>
    public const string Label = $"^{NoControl}*[^{Space}{Control}]{NoControl}*$";

    /// <summary>As <c>Idempotency-Key</c> has it without quotes.</summary>
    public const string VisibleAscii = "^[!-~]+$";

    // Written out, since \s is not the same in every engine.
    private const string Space = @" \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";
    private const string Control = @"\u0000-\u001f\u007f-\u009f";
    private const string NoControl = $"[^{Control}]";
}
