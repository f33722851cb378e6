using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansState.Bench.Targets;

/// <summary>multiprocessing.Manager and its Lock: four processes, one counter in memory.</summary>
internal static partial class ManagerCounter
{
    public const string PeerName = "Manager + Lock (not durable)";

    private const int Workers = 4;
    private const string Python = "/usr/bin/python3";

    /// <returns>Increments a second.</returns>
    public static async Task<double> RateAsync(int incrementsOfEach)
    {
        if (!File.Exists(Python))
            throw new AbsentException($"{PeerName}: {Python} is not installed.");
        await using var peer = await PeerProcess.StartAsync(
            PeerName, Python, [Path.Combine(PeerProcess.Folder("manager-counter"), "counter.py"), $"{Workers}", $"{incrementsOfEach}"]);
        await peer.Process.WaitForExitAsync();
        var said = Result().Match(peer.Process.LogTail());
        if (!said.Success || said.Groups[1].Value != $"{Workers * incrementsOfEach}")
            throw new WrongAnswerException($"{PeerName} said: {peer.Process.LogTail()}");
        return Workers * incrementsOfEach / double.Parse(said.Groups[2].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"counted (\d+) in ([\d.]+) s")]
    private static partial Regex Result();
}
