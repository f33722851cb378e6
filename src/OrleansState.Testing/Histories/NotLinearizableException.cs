namespace OrleansState.Testing;

/// <summary>No order of a history's calls explains their answers. The message draws the shortest such history that was found, and says how to run it again.</summary>
public sealed class NotLinearizableException : Exception
{
    internal NotLinearizableException(int seed, string message, Exception? fault) : base(message, fault) => Seed = seed;

    /// <summary>The history's seed: <see cref="HistoryOptions.Seed"/> for another run.</summary>
    public int Seed { get; }
}
