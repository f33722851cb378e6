namespace OrleansState.Embedded;

/// <summary>
/// A directory that belongs to one process at a time: two stores on the same files would each write over what the other
/// has acknowledged. The system takes the lock back however the process ends. Nobody but the process' user can read it, nor
/// anything that the process makes from then on.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    private const string LockFile = "lock";

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held) => (FullPath, _lock) = (path, held);

    /// <summary>From the root.</summary>
    public string FullPath { get; }

    /// <summary>Makes the directory where there is none, and locks it.</summary>
    /// <param name="path">Relative to the current directory.</param>
    /// <exception cref="EmbeddedStartException">It can't be made or written to, or another process has it.</exception>
    public static DataDirectory Open(string path)
    {
        var full = Path.GetFullPath(path);
        PrivateFiles.FromNowOn();
        // One that is there and holds no data of ours may be for others too, and is not ours to close.
        var isOurs = !Directory.Exists(full) || File.Exists(Path.Combine(full, LockFile));
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedStartException($"the directory {full} can't be made: {fault.Message}", fault);
        }

        var data = new DataDirectory(full, Lock(full));
        if (isOurs)
            PrivateFiles.Close(full);
        return data;
    }

    /// <summary>Another file or directory inside it.</summary>
    public string Inside(string name) => Path.Combine(FullPath, name);

    /// <summary>Unlocks it.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string directory)
    {
        var file = Path.Combine(directory, LockFile);
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new EmbeddedStartException($"the directory {directory} can't be written to: {fault.Message}", fault);
        }
        catch (IOException fault)
        {
            throw new EmbeddedStartException(
                $"the directory {directory} is in use by another process, or can't be written to: {fault.Message}", fault);
        }
    }
}
