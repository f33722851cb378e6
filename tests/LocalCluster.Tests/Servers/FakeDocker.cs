using OrleansState.LocalCluster.Processes;

namespace OrleansState.LocalCluster.Tests.Servers;

/// <summary>A program that writes down how it is called and answers as docker does, with an engine or without, which takes no image or each.</summary>
internal sealed class FakeDocker : IDisposable
{
    public const string ContainerId = "0123456789ab";

    private readonly RunDirectory _directory = new("orleans-state-test-");

    public FakeDocker(bool hasEngine, bool takesImages = true)
    {
        Path = _directory.File("docker");
        File.WriteAllText(Path, $"""
            #!/bin/sh
            echo "$*" >> "$0.calls"
            case "$1" in
            version) exit {(hasEngine ? 0 : 1)} ;;
            run) {(takesImages ? $"echo {ContainerId}" : "echo 'no such image' >&2; exit 125")} ;;
            esac

            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    public IReadOnlyList<string> Calls => File.Exists($"{Path}.calls") ? File.ReadAllLines($"{Path}.calls") : [];

    public void Dispose() => _directory.Dispose();
}
