namespace OrleansState;

/// <summary>
/// A state of which an earlier release kept in the state itself what is <see cref="LogMemory"/> now. Its record is written in
/// today's form when it is first loaded.
/// </summary>
/// <typeparam name="TState">The state itself.</typeparam>
public interface IKeptLogMemory<TState>
{
    /// <summary>What the state kept of logs; null where it is of today's form.</summary>
    LogMemory? Kept { get; }

    /// <summary>The state in today's form, without what it kept.</summary>
    TState WithoutKept();
}
