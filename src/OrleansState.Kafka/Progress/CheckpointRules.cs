namespace OrleansState.Kafka.Progress;

/// <summary>How progress moves.</summary>
internal static class CheckpointRules
{
    /// <summary>The store has less progress than it had acknowledged.</summary>
    public const string Gone = "progress-gone";

    public static Decision<CheckpointState, bool> Advance(CheckpointState state, string log, long nextOffset, string generation)
    {
        var believed = state.In(generation);
        var moves = believed.Log != log || nextOffset > believed.NextOffset;
        return Decision.Accept(moves ? new CheckpointState(log, nextOffset, generation) : state, true);
    }

    /// <summary>
    /// Progress never moves on from a record that is gone: whoever was told that the log had been read up to an offset finds
    /// that or more. Another log is somebody else's progress and is replaced as ever.
    /// </summary>
    public static Decision<CheckpointState, bool> AdvanceFrom(CheckpointState state, string log, long fromOffset, long nextOffset, string generation)
    {
        var believed = state.In(generation);
        return believed.Log is null || (believed.Log == log && believed.NextOffset < fromOffset)
            ? Decision.Refuse(state, Gone, $"The progress stands at {believed.NextOffset}; it was at {fromOffset} before.")
            : Advance(state, log, nextOffset, generation);
    }
}
