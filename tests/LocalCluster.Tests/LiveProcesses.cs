using System.Diagnostics;

namespace OrleansState.LocalCluster.Tests;

internal static class LiveProcesses
{
    public static bool Exists(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
