using System.Net;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using OrleansState.Hosting.Membership;
using OrleansState.LocalCluster.Redis;
using OrleansState.Silo.Membership;
using OrleansState.TestServers;
using StackExchange.Redis;
using RedisOptions = OrleansState.Hosting.Redis.RedisOptions;

namespace OrleansState.LocalCluster.Tests.Membership;

public sealed class MembershipTableTests : IAsyncDisposable
{
    private const int Unused = 3;

    private static readonly DateTime Started = TimeProvider.System.GetUtcNow().UtcDateTime;

    private readonly RedisFixture _redis;
    private readonly IOptions<ClusterOptions> _cluster = Options.Create(new ClusterOptions { ServiceId = Guid.NewGuid().ToString("N"), ClusterId = "cluster" });
    private readonly MembershipHash _stored;
    private readonly ApplicationLifetime _epoch = new(NullLogger<ApplicationLifetime>.Instance);

    public MembershipTableTests(RedisFixture redis)
    {
        _redis = redis;
        _stored = new MembershipHash(Options.Create(new RedisOptions { ConnectionString = redis.ConnectionString }), _cluster);
    }

    public ValueTask DisposeAsync() => _stored.DisposeAsync();

    [Fact]
    public async Task A_table_that_was_deleted_comes_back_with_all_that_a_silo_has_seen_under_a_later_version()
    {
        var (one, other) = (NewTable(), NewTable());
        await InsertAsync(one, 1);
        await InsertAsync(other, 2);
        var before = await one.ReadAll();

        await _stored.DeleteAsync();

        var after = await one.ReadAll();
        Assert.Equal([Silo(1), Silo(2)], after.Members.Select(member => member.Item1.SiloAddress).Order());
        Assert.True(after.Version.Version > before.Version.Version);
        Assert.Equal(after.Version, (await other.ReadAll()).Version);
    }

    [Fact]
    public async Task A_silo_that_was_declared_dead_stays_dead_though_the_table_has_forgotten_it()
    {
        var (one, other) = (NewTable(), NewTable());
        await InsertAsync(one, 1);
        await InsertAsync(other, 2);
        var before = await _stored.ReadAsync();
        Assert.True(await one.TryDeclareDeadAsync((await one.ReadAll()).TryGet(Silo(2))!.Item1));

        await _stored.DeleteAsync();
        Assert.True(await _stored.TryWriteAsync(0, before.Version, before.Rows.Values));

        Assert.Equal(SiloStatus.Dead, (await one.ReadAll()).TryGet(Silo(2))!.Item1.Status);
        Assert.Equal(SiloStatus.Dead, (await other.ReadAll()).TryGet(Silo(2))!.Item1.Status);
    }

    [Fact]
    public async Task A_status_never_goes_back_and_a_write_over_another_version_is_none()
    {
        var table = NewTable();
        await InsertAsync(table, 1);
        var row = (await table.ReadAll()).TryGet(Silo(1))!.Item1;
        var version = (await _stored.ReadAsync()).Version;

        Assert.False(await _stored.TryWriteAsync(version - 1, version, [row]));
        Assert.True(await _stored.TryWriteAsync(version, version + 1, [MembershipView.With(row, SiloStatus.Dead)]));
        Assert.False(await _stored.TryWriteAsync(version + 1, version + 2, [row]));
    }

    [Fact]
    public async Task A_beat_changes_when_a_silo_was_last_alive_and_nothing_else()
    {
        var table = NewTable();
        await InsertAsync(table, 1);
        var before = (await table.ReadAll()).TryGet(Silo(1))!.Item1;
        var now = before.IAmAliveTime.AddSeconds(5);

        var (_, status) = await _stored.BeatAsync(Silo(1), now);

        var after = (await table.ReadAll()).TryGet(Silo(1))!.Item1;
        Assert.Equal(SiloStatus.Active, status);
        Assert.Equal(now, after.IAmAliveTime);
        after.IAmAliveTime = before.IAmAliveTime;
        Assert.Equal(before.ToFullString(), after.ToFullString());
        Assert.Equal(SiloStatus.None, (await _stored.BeatAsync(Silo(2), now)).Status);
    }

    [Fact]
    public async Task Orleans_own_table_and_this_one_read_each_other()
    {
        var ours = NewTable();
        var theirs = (IMembershipTable)Activator.CreateInstance(
            typeof(RedisClusteringOptions).Assembly.GetType("Orleans.Clustering.Redis.RedisMembershipTable")!,
            Options.Create(new RedisClusteringOptions { ConfigurationOptions = ConfigurationOptions.Parse(_redis.ConnectionString) }),
            _cluster)!;
        await theirs.InitializeMembershipTableAsync(true, TestContext.Current.CancellationToken);
        Assert.True(await theirs.InsertRowAsync(Row(1), new TableVersion(0, "0").Next(), TestContext.Current.CancellationToken));
        await InsertAsync(ours, 2);
        await theirs.UpdateIAmAliveAsync(Row(2), TestContext.Current.CancellationToken);

        var (read, readByThem) = (await ours.ReadAll(), await theirs.ReadAllAsync(TestContext.Current.CancellationToken));

        Assert.Equal(Texts(readByThem), Texts(read));
        Assert.Equal([Row(1).ToFullString(), Row(2).ToFullString()], Texts(read));
        Assert.Equal(readByThem.Version.Version, read.Version.Version);
        await ((IAsyncDisposable)theirs).DisposeAsync();

        static IEnumerable<string> Texts(MembershipTableData table) => table.Members.Select(member => member.Item1.ToFullString()).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_silo_that_cannot_be_reached_is_not_declared_dead_while_it_says_in_the_table_that_it_lives()
    {
        await InsertAsync(NewTable(), 1);
        using var over = new CancellationTokenSource();
        var beats = BeatAsync(over.Token);
        using var starting = NewDeadMembers();

        await starting.StartAsync(TestContext.Current.CancellationToken);

        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => beats);
        Assert.Equal(SiloStatus.Active, (await _stored.ReadAsync()).Rows[Silo(1)].Status);

        async Task BeatAsync(CancellationToken cancelled)
        {
            using var timer = new PeriodicTimer(Heartbeat.Period / 10, TimeProvider.System);
            while (await timer.WaitForNextTickAsync(cancelled))
                await _stored.BeatAsync(Silo(1), TimeProvider.System.GetUtcNow().UtcDateTime);
        }
    }

    [Fact]
    public async Task A_silo_that_refuses_and_no_longer_says_that_it_lives_is_declared_dead_by_one_that_starts()
    {
        await InsertAsync(NewTable(), 1);
        using var starting = NewDeadMembers();

        await starting.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(SiloStatus.Dead, (await _stored.ReadAsync()).Rows[Silo(1)].Status);
    }

    [Fact]
    public async Task A_silo_that_has_not_joined_yet_waits_for_a_table_that_cannot_be_read_and_one_that_has_is_told_at_once()
    {
        _redis.RequireRealRedis();
        await using var server = await RedisServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var stored = new MembershipHash(Options.Create(new RedisOptions { ConnectionString = server.ConnectionString }), _cluster);
        var heard = new HeardWarning();
        var table = new MembershipTable(stored, Options.Create(new ClusterMembershipOptions()), _epoch, TimeProvider.System, heard);
        server.Kill();

        var reading = table.ReadAll();
        await heard.Heard.WaitAsync(TestContext.Current.CancellationToken);
        await server.RestartAsync(TestContext.Current.CancellationToken);

        Assert.Empty((await reading).Members);
        await InsertAsync(table, 1);
        server.Kill();
        await Assert.ThrowsAnyAsync<Exception>(table.ReadAll);
    }

    [Fact]
    public async Task A_silo_that_waits_for_the_table_ends_when_it_is_asked_to()
    {
        _redis.RequireRealRedis();
        await using var server = await RedisServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var stored = new MembershipHash(Options.Create(new RedisOptions { ConnectionString = server.ConnectionString }), _cluster);
        var heard = new HeardWarning();
        var table = new MembershipTable(stored, Options.Create(new ClusterMembershipOptions()), _epoch, TimeProvider.System, heard);
        server.Kill();

        var reading = table.ReadAll();
        await heard.Heard.WaitAsync(TestContext.Current.CancellationToken);
        _epoch.StopApplication();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static SiloAddress Silo(int generation) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, Unused), generation);

    private static MembershipEntry Row(int generation) => new()
    {
        SiloAddress = Silo(generation),
        Status = SiloStatus.Active,
        SuspectTimes = [Tuple.Create(Silo(3), DateTime.UnixEpoch.AddMilliseconds(1))],
        ProxyPort = 30000,
        HostName = "host",
        SiloName = $"silo-{generation}",
        RoleName = "Silo",
        StartTime = Started,
        IAmAliveTime = Started.AddTicks(1),
    };

    private static async Task InsertAsync(MembershipTable table, int generation) =>
        Assert.True(await table.InsertRow(Row(generation), (await table.ReadAll()).Version.Next()));

    private MembershipTable NewTable() => new(_stored, Options.Create(new ClusterMembershipOptions()), _epoch, TimeProvider.System, NullLogger<MembershipTable>.Instance);

    private DeadMembers NewDeadMembers()
    {
        var self = new KnownMembership(new IPEndPoint(IPAddress.Loopback, 2));
        return new DeadMembers(NewTable(), new KnownServices(self), self, TimeProvider.System, NullLogger<DeadMembers>.Instance);
    }

    private sealed class KnownServices(KnownMembership membership) : IServiceProvider
    {
        public object GetService(Type serviceType) => membership;
    }

    private sealed class HeardWarning : ILogger<MembershipTable>
    {
        private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Heard => _heard.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _heard.TrySetResult();
    }
}
