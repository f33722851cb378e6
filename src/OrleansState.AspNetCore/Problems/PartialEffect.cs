using Microsoft.AspNetCore.Http;

namespace OrleansState.AspNetCore;

/// <summary>
/// Whether a call that changes several states has changed one of them. From then on a fault can't say that nothing was changed: it
/// is answered <see cref="StateProblemCodes.OutcomeUnknown"/>.
/// </summary>
public static class PartialEffect
{
    private static readonly object Key = new();

    /// <summary>Something has been changed, and more is to come.</summary>
    /// <param name="http">The call.</param>
    public static void Begin(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Items[Key] = true;
    }

    /// <summary>Whether something has been changed.</summary>
    /// <param name="http">The call.</param>
    public static bool HasBegun(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Items.ContainsKey(Key);
    }
}
