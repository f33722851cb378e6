using System.Globalization;

namespace OrleansState.Bench.Load;

/// <summary>
/// The processor time of processes and their children, from /proc. Each server is started in a session of its own, so
/// that a session is a server with all its workers.
/// </summary>
internal static class CpuTime
{
    private const double TicksPerSecond = 100;
    private const int SessionField = 3;
    private const int UserTicksField = 11;

    public static double Seconds(IEnumerable<int> sessions)
    {
        var wanted = sessions.ToHashSet();
        return Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])).Sum(d => Seconds(d, wanted));
    }

    /// <summary>Resident memory of one process, in bytes.</summary>
    public static long ResidentBytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static double Seconds(string directory, HashSet<int> sessions)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(directory, "stat"));
            // The second field is the name in parentheses and may hold anything; the fields are counted from behind it.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return sessions.Contains(Number(SessionField)) ? (Number(UserTicksField) + Number(UserTicksField + 1)) / TicksPerSecond : 0;

            int Number(int field) => int.Parse(fields[field], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
