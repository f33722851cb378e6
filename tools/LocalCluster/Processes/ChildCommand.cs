namespace OrleansState.LocalCluster.Processes;

/// <summary>What to start, and where its output goes.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="File">The program: a path, or a name on the PATH.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="LogFile">Its standard output and error are appended to this file.</param>
/// <param name="Environment">Variables it gets on top of this process' own; null takes one away.</param>
public sealed record ChildCommand(
    string Name, string File, IReadOnlyList<string> Arguments, string LogFile, IReadOnlyDictionary<string, string?>? Environment = null);
