using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansState.Hosting.Membership;

/// <summary>A row as Microsoft.Orleans.Clustering.Redis writes it, so that silos of both kinds can meet in one table.</summary>
internal sealed record StoredRow(
    StoredRow.Address SiloAddress,
    SiloStatus Status,
    StoredRow.Vote[]? SuspectTimes,
    int ProxyPort,
    string HostName,
    string SiloName,
    string? RoleName,
    int UpdateZone,
    int FaultZone,
    DateTime StartTime,
    DateTime IAmAliveTime)
{
    public static string Write(MembershipEntry row) => JsonSerializer.Serialize(
        new StoredRow(
            new Address(row.SiloAddress.ToParsableString()),
            row.Status,
            row.SuspectTimes?.Select(vote => new Vote(new Address(vote.Item1.ToParsableString()), Utc(vote.Item2))).ToArray(),
            row.ProxyPort,
            row.HostName,
            row.SiloName,
            row.RoleName,
            row.UpdateZone,
            row.FaultZone,
            Utc(row.StartTime),
            Utc(row.IAmAliveTime)),
        StoredRowJson.Default.StoredRow);

    public static MembershipEntry Read(string json)
    {
        var row = JsonSerializer.Deserialize(json, StoredRowJson.Default.StoredRow) ?? throw new JsonException("A row of the membership table is empty.");
        return new MembershipEntry
        {
            SiloAddress = Orleans.Runtime.SiloAddress.FromParsableString(row.SiloAddress.SiloAddress),
            Status = row.Status,
            SuspectTimes = row.SuspectTimes?.Select(vote => Tuple.Create(Orleans.Runtime.SiloAddress.FromParsableString(vote.Item1.SiloAddress), vote.Item2)).ToList(),
            ProxyPort = row.ProxyPort,
            HostName = row.HostName,
            SiloName = row.SiloName,
            RoleName = row.RoleName,
            UpdateZone = row.UpdateZone,
            FaultZone = row.FaultZone,
            StartTime = row.StartTime,
            IAmAliveTime = row.IAmAliveTime,
        };
    }

    /// <summary>A time as a row has it.</summary>
    public static string Time(DateTime time) => JsonSerializer.Serialize(Utc(time), StoredRowJson.Default.DateTime);

    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);

    internal sealed record Address(string SiloAddress);

    internal sealed record Vote(Address Item1, DateTime Item2);
}

[JsonSerializable(typeof(StoredRow)), JsonSerializable(typeof(DateTime))]
internal sealed partial class StoredRowJson : JsonSerializerContext;
