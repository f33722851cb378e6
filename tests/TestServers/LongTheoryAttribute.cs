using System.Runtime.CompilerServices;

namespace OrleansState.TestServers;

/// <summary>A theory whose rows together take many seconds, and are part of the long run only: see <see cref="LongTests"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (!LongTests.AreWanted)
            Skip = LongTests.Reason;
    }
}
