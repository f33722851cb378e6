using System.Globalization;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OrleansState.Hosting.Clustering.Departures;

/// <summary>
/// Where silos that stop and everybody else meet: two hashes in Redis. It depends on no grain and no connection between
/// processes, all of which are on the move while a silo stops. What is lost of it is written again with the next look.
/// </summary>
internal sealed class DepartureBoard(IConnectionMultiplexer redis, IOptions<ClusteringOptions> cluster)
{
    private readonly RedisKey _departures = $"{cluster.Value.ServiceId}/departures/{cluster.Value.ClusterId}";
    private readonly RedisKey _reports = $"{cluster.Value.ServiceId}/departures/{cluster.Value.ClusterId}/reports";

    /// <summary>This process, among those that report.</summary>
    public string Self { get; } = Guid.NewGuid().ToString("N");

    private IDatabase Redis => redis.GetDatabase();

    public Task AnnounceAsync(Departure departure) => Redis.HashSetAsync(
        _departures, departure.Silo.ToParsableString(), string.Create(CultureInfo.InvariantCulture, $"{(int)departure.Stage} {departure.Gateway}"));

    public Task WithdrawAsync(SiloAddress silo) => Redis.HashDeleteAsync(_departures, silo.ToParsableString());

    /// <summary>Says that this process lives and what it has confirmed, and after that looks who leaves: a silo that begins to leave between the two finds the report.</summary>
    public async Task<IReadOnlyList<Departure>> ReportAsync(DepartureReport report)
    {
        var written = Redis.HashSetAsync(_reports, Self, report.ToString());
        var read = Redis.HashGetAllAsync(_departures, CommandFlags.DemandMaster);
        await written;
        return [.. (await read).Select(Read).OfType<Departure>()];
    }

    public async Task<IReadOnlyDictionary<string, DepartureReport>> ReportsOfOthersAsync() =>
        (await Redis.HashGetAllAsync(_reports, CommandFlags.DemandMaster)).Where(entry => entry.Name != Self).ToDictionary(entry => (string)entry.Name!, entry => DepartureReport.Parse((string)entry.Value!));

    /// <summary>Forgets a process that no longer reports.</summary>
    public Task ForgetAsync(string process) => Redis.HashDeleteAsync(_reports, process);

    private static Departure? Read(HashEntry entry) =>
        ((string)entry.Value!).Split(' ') is [var stage, var gateway, ..] && int.TryParse(stage, CultureInfo.InvariantCulture, out var number)
            && Uri.TryCreate(gateway, UriKind.Absolute, out var uri)
            ? new Departure(SiloAddress.FromParsableString((string)entry.Name!), uri, (DepartureStage)number)
            : null;
}
