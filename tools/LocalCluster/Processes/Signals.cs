using System.Runtime.InteropServices;

namespace OrleansState.LocalCluster.Processes;

/// <summary>Signals that <see cref="System.Diagnostics.Process"/> can't send.</summary>
internal static partial class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    public static int Stop => OperatingSystem.IsLinux() ? 19 : 17;

    public static int Continue => OperatingSystem.IsLinux() ? 18 : 19;

    /// <summary>Sends a signal; a process that is gone already is no error.</summary>
    public static void Send(int pid, int signal)
    {
        const int NoSuchProcess = 3;
        if (SendSignal(pid, signal) != 0 && Marshal.GetLastPInvokeError() is var error && error != NoSuchProcess)
            throw new InvalidOperationException($"Signal {signal} to process {pid} failed: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int pid, int signal);
}
