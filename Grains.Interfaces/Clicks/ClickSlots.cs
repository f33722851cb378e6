using System.Globalization;

namespace OrleansState.Clicks;

/// <summary>
/// Users in groups, by a hash of their id. The counters of a slot and its intake are placed on one silo, so that one
/// message brings the clicks of many users to where they are counted. Where they are not, the calls merely cost more.
/// </summary>
public static class ClickSlots
{
    /// <summary>Enough for a few dozen silos to have even shares, few enough for a poll to be cut into large messages.</summary>
    public const int Count = 64;

    /// <summary>No user id has a slash.</summary>
    private const string Prefix = "slot/";

    /// <summary>The slot of a user, 0 to <see cref="Count"/> - 1.</summary>
    public static int Of(ReadOnlySpan<char> userId)
    {
        // FNV-1a: the same in every process and every release, which string.GetHashCode is not.
        var hash = 2166136261u;
        foreach (var c in userId)
            hash = (hash ^ c) * 16777619;
        return (int)((hash ^ (hash >> 15)) % Count);
    }

    /// <summary>The key of the intake of a slot.</summary>
    public static string KeyOf(int slot) => Prefix + slot.ToString(CultureInfo.InvariantCulture);

    /// <summary>The slot of a grain key: an intake's own, else its user's.</summary>
    public static int OfKey(string grainKey) =>
        grainKey.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(grainKey.AsSpan(Prefix.Length), CultureInfo.InvariantCulture, out var slot)
            ? slot
            : Of(grainKey);
}
