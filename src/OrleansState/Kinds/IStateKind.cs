using OrleansState.Indexes;

namespace OrleansState;

/// <summary>A kind of state, whatever its type, for who looks after all states of it.</summary>
internal interface IStateKind
{
    string Name { get; }

    /// <summary>The engine's indexes of states that something is to be done with, and for how long they lie there before it is.</summary>
    IReadOnlyList<(string Index, TimeSpan After)> Waiting { get; }

    /// <summary>The indexes of the kind, each with what it says of a record.</summary>
    IReadOnlyList<IndexedBy> IndexedBy { get; }

    /// <summary>What a record comes to in indexes. A record of an earlier form has not come into all of them.</summary>
    /// <returns>Null: the record can't be read.</returns>
    (IndexWrite Write, bool IsWhole)? Read(string key, ReadOnlyMemory<byte> payload);

    /// <summary>What a write changes in indexes that replaces one record by another; of no record the payload is empty.</summary>
    IndexWrite? Compare(string key, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after);
}

/// <summary>An index of a kind, for a verification.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HasSums">Whether it has sums, or else an ordered set.</param>
/// <param name="Bound">How many members of the set are kept at most.</param>
internal readonly record struct IndexedBy(string Name, bool HasSums, int? Bound);
