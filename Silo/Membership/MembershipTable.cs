using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansState.Hosting.Membership;
using StackExchange.Redis;

namespace OrleansState.Silo.Membership;

/// <summary>
/// The membership table as Orleans sees it: never older than what this silo has seen of it. A table that has lost its tail, or
/// everything, is restored before it is shown.
/// </summary>
internal sealed partial class MembershipTable(
    MembershipHash stored, IOptions<ClusterMembershipOptions> options, IHostApplicationLifetime epoch, TimeProvider clock, ILogger<MembershipTable> logger)
    : IMembershipTable
{
    /// <summary>Each try that fails is one of another silo that succeeds.</summary>
    private const int Tries = 100;

    /// <summary>A silo that starts while Redis fails over waits for it so long. Orleans would end the process at once.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(100);

    private readonly SeenMembership _seen = new(options.Value.DefunctSiloExpiration);

    private readonly long _begun = clock.GetTimestamp();

    private bool _isJoined;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        // Orleans' own table, which silos of an earlier release have, wants a version to be there.
        if (tryInitTableVersion && (await ReadAsync()).Version == 0)
            await stored.TryWriteAsync(0, 0, []);
    }

    public async Task<MembershipTableData> ReadAll()
    {
        var table = await ReadAsync();
        return new MembershipTableData([.. table.Rows.Values.Select(row => Tuple.Create(row, Etag(table)))], Version(table));
    }

    public async Task<MembershipTableData> ReadRow(SiloAddress key)
    {
        var table = await ReadAsync();
        return table.Rows.TryGetValue(key, out var row)
            ? new MembershipTableData(Tuple.Create(row, Etag(table)), Version(table))
            : new MembershipTableData(Version(table));
    }

    public async Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion)
    {
        var isInserted = await TryWriteAsync(entry, tableVersion);
        _isJoined |= isInserted;
        return isInserted;
    }

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => TryWriteAsync(entry, tableVersion);

    public Task UpdateIAmAlive(MembershipEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return stored.BeatAsync(entry.SiloAddress, entry.IAmAliveTime);
    }

    public async Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate)
    {
        var table = await ReadAsync();
        SiloAddress[] defunct =
        [
            .. table.Rows.Values.Where(row => row.Status is not SiloStatus.Active && row.IAmAliveTime < beforeDate.UtcDateTime && row.StartTime < beforeDate.UtcDateTime)
                .Select(row => row.SiloAddress),
        ];
        if (defunct is not [])
            await stored.DeleteAsync(defunct);
    }

    public Task DeleteMembershipTableEntries(string clusterId) => stored.DeleteAsync();

    /// <summary>Declares a silo dead that has not changed its row.</summary>
    public async Task<bool> TryDeclareDeadAsync(MembershipEntry silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        var table = await ReadAsync();
        if (!table.Rows.TryGetValue(silo.SiloAddress, out var row) || row.Status != silo.Status || row.IAmAliveTime != silo.IAmAliveTime)
            return false;
        return await TryWriteAsync(MembershipView.With(row, SiloStatus.Dead), Version(table).Next());
    }

    /// <summary>Writes that this silo is alive.</summary>
    /// <param name="self">This silo.</param>
    /// <param name="known">What the silos have told each other; it is part of what was seen.</param>
    /// <returns>Whether the table is another than the one that was seen, be it that it has gone back.</returns>
    public async Task<bool> BeatAsync(SiloAddress self, ClusterMembershipSnapshot known)
    {
        _seen.Learn(known, Now);
        var (version, status) = await stored.BeatAsync(self, Now);
        var seen = _seen.Latest;
        return version != seen.Version || version != known.Version.Value || !seen.Rows.TryGetValue(self, out var row) || status != row.Status;
    }

    private static string Etag(MembershipView table) => table.Version.ToString(CultureInfo.InvariantCulture);

    private static TableVersion Version(MembershipView table) => new(table.Version, Etag(table));

    private async Task<MembershipView> ReadAsync()
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var table = await ReadStoredAsync();
            if (_seen.Restore(table, Now) is not { } restored)
            {
                _seen.Take(table);
                return table;
            }

            MembershipEntry[] rows = [.. restored.Rows.Values.Where(row => !table.Rows.TryGetValue(row.SiloAddress, out var kept) || kept != row)];
            if (await stored.TryWriteAsync(table.Version, restored.Version, rows))
            {
                LogRestored(_seen.Latest.Version, table.Version, rows.Length, restored.Version);
                _seen.Take(restored);
                return restored;
            }
        }

        throw new OrleansException($"The membership table was another at each of {Tries} tries to restore it.");
    }

    private async Task<MembershipView> ReadStoredAsync()
    {
        for (var waits = false; ; waits = true)
        {
            try
            {
                return await stored.ReadAsync();
            }
            catch (Exception fault) when (fault is RedisException or TimeoutException && !_isJoined && clock.GetElapsedTime(_begun) < StartPatience)
            {
                if (!waits)
                    LogWaits(fault.Message);
                await Task.Delay(BetweenReads, TimeProvider.System, epoch.ApplicationStopping);
            }
        }
    }

    private async Task<bool> TryWriteAsync(MembershipEntry row, TableVersion version)
    {
        var read = version.Version - 1;
        if (!await stored.TryWriteAsync(read, version.Version, [row]))
            return false;
        var seen = _seen.Latest;
        // What was written over what this silo has seen is known as it is now; anything else is read soon.
        if (seen.Version == read)
            _seen.Take(new MembershipView(version.Version, seen.Rows.SetItem(row.SiloAddress, row)));
        return true;
    }

    [LoggerMessage(EventId = 4010, Level = LogLevel.Warning, Message = "The membership table has gone back from version {Seen} to {Found}; {Rows} rows were restored under version {Restored}")]
    private partial void LogRestored(int seen, int found, int rows, int restored);

    [LoggerMessage(EventId = 4014, Level = LogLevel.Warning, Message = "The membership table can't be read; the silo joins when it can: {Reason}")]
    private partial void LogWaits(string reason);
}
