using System.Globalization;
using OrleansState.Clicks;

namespace OrleansState.KafkaBridge.Rebuild;

/// <summary>A user whose counts are not what the log says.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Live">What was counted.</param>
/// <param name="Found">What the log says.</param>
/// <param name="ETag">Guards the replacement.</param>
internal sealed record Difference(string UserId, LoggedClicks Live, LoggedClicks Found, string ETag)
{
    public static bool Is(LoggedClicks live, LoggedClicks found) =>
        !live.Counts.OrderBy(c => c.Action, StringComparer.Ordinal).SequenceEqual(found.Counts);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{UserId}\tcounted {Text(Live)}\tin the log {Text(Found)}");

    private static string Text(LoggedClicks clicks) =>
        clicks.Counts.IsEmpty ? "nothing" : string.Join(' ', clicks.Counts.OrderBy(c => c.Action, StringComparer.Ordinal).Select(c => $"{c.Action}={c.Count}"));
}
