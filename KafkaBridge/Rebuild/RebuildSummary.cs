using System.Globalization;

namespace OrleansState.KafkaBridge.Rebuild;

/// <summary>What a rebuild found.</summary>
/// <param name="Users">Users with clicks in the log.</param>
/// <param name="Differences">Those whose counts differ, or differed.</param>
/// <param name="Erased">Users who have been erased: they have no counts, and get none.</param>
/// <param name="Mixed">Users who also count another log, of whom only what is missing can be told.</param>
/// <param name="Unreadable">Users whose record can't be read.</param>
internal sealed record RebuildSummary(int Users, IReadOnlyList<Difference> Differences, int Erased, int Mixed, IReadOnlyList<string> Unreadable)
{
    public int Left => Differences.Count(d => d.IsLeft) + Unreadable.Count;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Users} users in the log, {Erased} of them erased, {Mixed} with counts of another log too, {Unreadable.Count} unreadable; {Differences.Count} differ, {Left} left so");
}
