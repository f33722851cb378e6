using OrleansState.Storage;

namespace OrleansState;

/// <summary>What all states of one kind on a silo have in common.</summary>
/// <param name="Engine">The silo's engine.</param>
/// <param name="Serializer">How their records are written.</param>
/// <param name="Name">The kind.</param>
/// <param name="Initial">The state where there is no record.</param>
/// <param name="RestoresLostWrites">
/// Whether a store that came back without its last writes is given such a state back. Not for a state that speaks of
/// others' records: the store may have lost those too, and then it has to forget what was said of them.
/// </param>
/// <param name="FromLog">
/// Whether they contain records of a log, or say how far one has been read. Where such a record is gone in the middle of an
/// epoch the epoch is ended, so that the log is read again.
/// </param>
internal sealed record StateKind<TState>(
    StateEngine Engine, StateSerializer<TState> Serializer, string Name, TState Initial, bool RestoresLostWrites, bool FromLog)
    where TState : class
{
    public StoredState<TState> InitialRecord { get; } = new() { State = Initial };

    public string RecordKey(string key) => $"{Name}/{key}";
}
