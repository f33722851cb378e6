using System.Diagnostics;

namespace OrleansState.TestServers;

/// <summary>The docker program, asked as one would on a command line.</summary>
/// <param name="file">Where it is.</param>
internal sealed class Docker(string file)
{
    /// <summary>Whether an engine answers it.</summary>
    public async Task<bool> HasEngineAsync() => (await RunAsync("version", "--format", "{{.Server.Version}}")).ExitCode == 0;

    /// <summary>Runs it to its end.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{file} did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.Trim(), (await errors).Trim());
    }
}
