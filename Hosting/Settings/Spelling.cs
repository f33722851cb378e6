namespace OrleansState.Hosting.Settings;

/// <summary>Finds what somebody meant who wrote something else.</summary>
public static class Spelling
{
    /// <summary>The candidate that is the fewest letters away, the first of several, and how many that are.</summary>
    public static (string Word, int Distance) Nearest(string written, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(written);
        return candidates.Select(word => (word, Distance(written, word))).MinBy(found => found.Item2);
    }

    /// <summary>
    /// How many letters have to be added, left out, replaced, or changed with their neighbour to make one word of the other,
    /// whatever their case: the optimal string alignment distance.
    /// </summary>
    public static int Distance(string a, string b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var (twoBefore, before, row) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = before[j - 1] + (IsSame(a[i - 1], b[j - 1]) ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(before[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && IsSame(a[i - 1], b[j - 2]) && IsSame(a[i - 2], b[j - 1]))
                    row[j] = Math.Min(row[j], twoBefore[j - 2] + 1);
            }

            (twoBefore, before, row) = (before, row, twoBefore);
        }

        return before[b.Length];
    }

    private static bool IsSame(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
