using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace OrleansState.Bench.Report;

/// <summary>What the figures were measured on.</summary>
internal sealed record Machine(string Processor, int Cores, double MemoryGibibytes, string System, string Runtime, string Redis, string Java, string Python, string Node)
{
    public static Machine This() => new(
        Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Math.Pow(2, 30), 1),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        Ask("redis-server", "--version"),
        Ask("java", "-version"),
        Ask("python3", "--version"),
        Ask("node", "--version"));

    private static string? Field(string file, string name) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        : null;

    private static string Ask(string program, string argument)
    {
        try
        {
            var start = new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            return said.Split('\n', 2)[0].Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return string.Create(CultureInfo.InvariantCulture, $"no {program}");
        }
    }
}
