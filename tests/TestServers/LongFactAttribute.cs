using System.Runtime.CompilerServices;

namespace OrleansState.TestServers;

/// <summary>A fact that takes many seconds, and is part of the long run only: see <see cref="LongTests"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (!LongTests.AreWanted)
            Skip = LongTests.Reason;
    }
}
