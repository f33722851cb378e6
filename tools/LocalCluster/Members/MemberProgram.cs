namespace OrleansState.LocalCluster.Members;

/// <summary>The built program of each role. They are references of this project, so that they lie beside it.</summary>
internal static class MemberProgram
{
    public static string Assembly(MemberRole role)
    {
        var file = Path.Combine(AppContext.BaseDirectory, role is MemberRole.Bridge ? "KafkaBridge.dll" : $"{role}.dll");
        return File.Exists(file) ? file : throw new FileNotFoundException($"The program of the {role} was not built beside this one.", file);
    }

    /// <summary>The dotnet that runs this process, which need not be the one on the PATH.</summary>
    public static string Host =>
        Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own
        : Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root && File.Exists(Path.Combine(root, "dotnet")) ? Path.Combine(root, "dotnet")
        : "dotnet";
}
