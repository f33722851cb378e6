using System.Runtime.InteropServices;

namespace OrleansState.Api.Accounts;

/// <summary>Has the operating system let other threads go first.</summary>
internal static partial class Niceness
{
    /// <summary>
    /// A tenth of the share of a thread that is not nice, where both want a core. Not 19, which is a seventieth: a thread
    /// that the garbage collector waits for would then keep everybody waiting.
    /// </summary>
    public const int Nice = 10;

    private const int ThreadOrProcess = 0;

    /// <summary>
    /// Lowers the calling thread for good, or leaves it as it is where that may not be: the work is then done all the same.
    /// On Linux by <c>setpriority</c>, since .NET's priorities do nothing there; in it 0 stands for the calling thread.
    /// </summary>
    public static void LowerThisThread()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                _ = SetPriority(ThreadOrProcess, 0, Nice);
            else
                Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException or ThreadStateException)
        {
            // Nothing is lost but the others' precedence.
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int nice);
}
