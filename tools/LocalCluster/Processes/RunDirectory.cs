namespace OrleansState.LocalCluster.Processes;

/// <summary>A directory of one run under the system's temporary directory, gone when disposed.</summary>
public sealed class RunDirectory : IDisposable
{
    public RunDirectory(string prefix = "orleans-state-") => FullPath = Directory.CreateTempSubdirectory(prefix).FullName;

    public string FullPath { get; }

    public string File(string name) => Path.Combine(FullPath, name);

    public void Dispose()
    {
        if (Directory.Exists(FullPath))
            Directory.Delete(FullPath, recursive: true);
    }
}
