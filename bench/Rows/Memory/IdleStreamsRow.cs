using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OrleansState.Bench.Report;
using OrleansState.Bench.Targets;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Rows.Memory;

/// <summary>What a stream of server-sent events costs on which nothing happens.</summary>
internal sealed class IdleStreamsRow : Row
{
    private const int AtOnce = 64;
    private const string OfApi = "KB/stream in the Api";
    private const string OfSilo = "KB/stream in the silo";

    /// <summary>Two heartbeats and two renewals of each watch.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(45);

    public override string Name => "idle-streams";

    public override string Title => "Memory of an idle stream of events";

    public override string How =>
        "10,000 users each open `GET /cart/events` of one Api, read their first event and stay. Resident memory of the Api and of the silo (Linux, VmRSS) 45 s later, less "
        + "that before, divided by their number: connection, request, watch and activation, with their heartbeats and renewals, and what the collector has not given back. Before it 1,000 came and went.";

    public override IReadOnlyList<Aim> Aims => [new(OfApi, Contestants.Own, null, 48, IsAtLeast: false)];

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        await using var cluster = await Product.StartAsync(AppendFsync.EverySecond, settings: [new("Live:MaxConnections", "100000")]);
        var (api, silo) = (cluster.Apis[0], cluster.Silos[0]);
        Close(await OpenAsync(api.Url, "warm", settings.Scale(1_000, 50)));
        var (apiBefore, siloBefore) = (Resident(api.Pid!.Value), Resident(silo.Pid!.Value));
        var streams = await OpenAsync(api.Url, "user", settings.Scale(10_000, 200));
        await Task.Delay(settings.IsQuick ? TimeSpan.FromSeconds(1) : Idle, TimeProvider.System);
        figures.Add(Contestants.Own, OfApi, (Resident(api.Pid!.Value) - apiBefore) / streams.Count);
        figures.Add(Contestants.Own, OfSilo, (Resident(silo.Pid!.Value) - siloBefore) / streams.Count);
        foreach (var stream in streams)
        {
            // What came meanwhile is heartbeats; one that was closed has an end to read.
            if (stream.Poll(0, SelectMode.SelectRead) && stream.Available == 0)
                throw new WrongAnswerException("A stream on which nothing happened has ended.");
        }

        Close(streams);
    }

    private static async Task<List<Socket>> OpenAsync(Uri api, string prefix, int count)
    {
        var streams = new Socket[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, cancelled) => streams[i] = await OpenOneAsync(api, $"{prefix}{i}", cancelled));
        return [.. streams];
    }

    private static async Task<Socket> OpenOneAsync(Uri api, string user, CancellationToken cancelled)
    {
        var stream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await stream.ConnectAsync(IPAddress.Loopback, api.Port, cancelled);
        await stream.SendAsync(Encoding.ASCII.GetBytes($"GET /cart/events HTTP/1.1\r\nHost: {api.Authority}\r\n{Token.Header(user)}\r\n\r\n"), cancelled);
        var buffer = new byte[4096];
        var text = "";
        while (!text.Contains("data: {", StringComparison.Ordinal))
        {
            var read = await stream.ReceiveAsync(buffer, cancelled);
            if (read == 0 || text.Length > buffer.Length)
                throw new WrongAnswerException($"A stream began with: {text}");
            text += Encoding.ASCII.GetString(buffer, 0, read);
        }

        return stream;
    }

    private static void Close(List<Socket> streams)
    {
        foreach (var stream in streams)
            stream.Dispose();
    }

    /// <summary>In KB.</summary>
    private static double Resident(int pid)
    {
        var line = File.ReadLines($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
