using System.Runtime.InteropServices;

namespace OrleansState.Embedded;

/// <summary>Files that nobody but the user of this process may read: keys, password hashes, and the records that hold them.</summary>
internal static partial class PrivateFiles
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnDirectory = OwnFile | UnixFileMode.UserExecute;
    private const uint OfOthers = (uint)(
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);

    /// <summary>Everything that this process makes from now on is its user's alone; the store is given no mode to make files by.</summary>
    public static void FromNowOn()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetMask(OfOthers);
    }

    /// <summary>The same for a directory and all that is in it, as an earlier release may have made it. Behind a link lies something else.</summary>
    public static void Close(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var top = new DirectoryInfo(directory);
        foreach (var entry in top.EnumerateFileSystemInfos("*", all).Prepend(top))
            entry.UnixFileMode &= entry is DirectoryInfo ? OwnDirectory : OwnFile;
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint SetMask(uint mask);
}
