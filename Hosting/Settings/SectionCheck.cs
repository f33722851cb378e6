using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace OrleansState.Hosting.Settings;

/// <summary>
/// Looks at what was written for a section before it becomes options. A key that is none would be ignored in silence, and a
/// duration that is a bare number is one of days.
/// </summary>
internal static partial class SectionCheck
{
    /// <summary>Letters that a key may be away from one of ours and be taken for a slip in the section's own name.</summary>
    private const int Slip = 2;

    /// <param name="configuration">All settings.</param>
    /// <param name="section">The section.</param>
    /// <param name="options">The class that it fills.</param>
    /// <param name="sections">All sections that this process reads; null where other sections are not looked at.</param>
    /// <returns>A sentence for each fault.</returns>
    public static IReadOnlyList<string> Faults(IConfiguration configuration, string section, Type options, IEnumerable<string>? sections)
    {
        KnownKey[] known = [.. KnownKey.Of(options, section)];
        var names = sections?.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. configuration.AsEnumerable().Where(setting => setting.Value is not null).Select(Check).OfType<string>().Order(StringComparer.Ordinal)];

        string? Check(KeyValuePair<string, string?> setting) => setting.Key.IndexOf(':', StringComparison.Ordinal) switch
        {
            < 0 => null,
            var end when setting.Key.AsSpan(0, end).Equals(section, StringComparison.OrdinalIgnoreCase) => CheckOurs(known, setting.Key, setting.Value!),
            var end => names?.Contains(setting.Key[..end]) != false ? null : CheckStray(known, setting.Key),
        };
    }

    private static string? CheckOurs(KnownKey[] known, string key, string value) =>
        known.FirstOrDefault(setting => setting.Is(key)) is { } found ? CheckValue(found, key, value) : Unknown(key, Nearest(known, key).Word);

    /// <summary>Of a section that nobody reads: somebody else's, or ours with a slip in its name.</summary>
    private static string? CheckStray(KnownKey[] known, string key) =>
        Nearest(known, key) is { Distance: <= Slip } found ? Unknown(key, found.Word) : null;

    private static (string Word, int Distance) Nearest(KnownKey[] known, string key) => Spelling.Nearest(key, known.Select(setting => setting.For(key)));

    private static string Unknown(string key, string nearest) =>
        $"{key} is no setting; the nearest is {nearest} (in the environment {nearest.Replace(":", "__", StringComparison.Ordinal)}).";

    private static string? CheckValue(KnownKey setting, string key, string value) =>
        setting.Type != typeof(TimeSpan) || Duration().IsMatch(value.Trim())
            ? null
            : $"{key} is {value}, and a duration is written [days.]hours:minutes:seconds: {Example(value)}.";

    private static string Example(string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < int.MaxValue
            ? $"{TimeSpan.FromSeconds(seconds):c} is {value} seconds, {TimeSpan.FromMinutes(Math.Min(seconds, int.MaxValue / 60)):c} is {value} minutes"
            : "00:30:00 is half an hour";

    [GeneratedRegex(@"^-?(\d+\.)?\d{1,2}:\d{1,2}:\d{1,2}(\.\d{1,7})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
