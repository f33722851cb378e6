namespace OrleansState.TestServers;

/// <summary>What a test does whose real server is not installed: skip, and say how to get it; in CI, fail.</summary>
internal static class MissingServer
{
    public static void SkipOrFail(string server, string installLine)
    {
        var message = $"{server} is missing. To get it: {installLine}";
        if (LongTests.IsTrue("CI"))
            Assert.Fail(message);
        Assert.Skip(message);
    }
}
