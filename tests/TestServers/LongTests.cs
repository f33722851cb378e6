namespace OrleansState.TestServers;

/// <summary>
/// Whether long proofs run too: clusters of real processes, models of thousands of histories, whatever takes many seconds.
/// They do in CI, and where <c>TEST_ALL=true</c>; else each is skipped and says so.
/// </summary>
public static class LongTests
{
    public const string Reason = "A long proof, left out of the quick run by choice. To run it: TEST_ALL=true";

    public static bool AreWanted { get; } = IsTrue("CI") || IsTrue("TEST_ALL");

    internal static bool IsTrue(string variable) => string.Equals(Environment.GetEnvironmentVariable(variable), "true", StringComparison.OrdinalIgnoreCase);
}
