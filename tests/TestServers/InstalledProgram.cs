namespace OrleansState.TestServers;

/// <summary>A program that a test runs and that a machine may lack.</summary>
public static class InstalledProgram
{
    /// <summary>Skips the test visibly, or fails it in CI, where the program is not on the PATH.</summary>
    public static void Require(string name, string installLine)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(directory => directory.Length > 0 && File.Exists(Path.Combine(directory, name)));
        if (!found)
            MissingServer.SkipOrFail(name, installLine);
    }
}
