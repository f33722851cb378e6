namespace OrleansState.Indexes;

/// <summary>What a write changes in indexes, in the atomic step that replaces its record.</summary>
/// <param name="Sums">Changes of sums.</param>
/// <param name="Entries">Changes of ordered sets.</param>
/// <param name="At">When it is made, for what sums grow by.</param>
internal sealed record IndexWrite(IReadOnlyList<SumChange> Sums, IReadOnlyList<EntryChange> Entries, DateTimeOffset At = default);

/// <summary>A sum goes up or down.</summary>
/// <param name="Index">The index.</param>
/// <param name="Field">Which of its sums.</param>
/// <param name="Delta">By how much; not 0.</param>
/// <param name="Grows">Whether it is counted in the slices of time too, by which growth is read.</param>
internal readonly record struct SumChange(string Index, string Field, long Delta, bool Grows = false);

/// <summary>A key comes into an ordered set, moves in it or leaves it.</summary>
/// <param name="Index">The index.</param>
/// <param name="Member">The key.</param>
/// <param name="Score">Its score; null: it leaves.</param>
/// <param name="Bound">How many of the highest are kept; null: all.</param>
/// <param name="Falls">Whether it may be among those that are kept though its score is not: its score was higher.</param>
internal readonly record struct EntryChange(string Index, string Member, double? Score, int? Bound = null, bool Falls = false);
