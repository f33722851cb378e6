using OrleansState.LocalCluster.Kafka;
using OrleansState.LocalCluster.Processes;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.LocalCluster.Members;

/// <summary>
/// A cluster of real processes on this machine: Redis, Kafka, silos, APIs, bridges. All of it ends with this process,
/// however it ends; disposing it takes its files away too.
/// </summary>
public sealed class ProcessCluster : IAsyncDisposable
{
    private readonly RunDirectory _directory = new("orleans-state-cluster-");
    private readonly List<MemberProcess> _members = [];
    private readonly Lock _gate = new();
    private MemberSettings? _settings;
    private ClusterRedis? _redis;

    private ProcessCluster()
    {
    }

    public IReadOnlyList<MemberProcess> Members
    {
        get
        {
            lock (_gate)
                return [.. _members];
        }
    }

    public IReadOnlyList<MemberProcess> Silos => Of(MemberRole.Silo);

    public IReadOnlyList<MemberProcess> Apis => Of(MemberRole.Api);

    public IReadOnlyList<MemberProcess> Bridges => Of(MemberRole.Bridge);

    /// <summary>Where its state is kept.</summary>
    public ClusterRedis Redis => _redis ?? throw new InvalidOperationException("This cluster's Redis was never started.");

    /// <summary>Its Kafka; null where the plan wants none.</summary>
    public ClusterKafka? Kafka { get; private set; }

    internal bool HasRedis => _redis is not null;

    /// <summary>Starts everything and returns when every member is ready.</summary>
    public static async Task<ProcessCluster> StartAsync(ClusterPlan plan, CancellationToken cancellationToken = default) =>
        await StartAsync(plan, _ => { }, cancellationToken);

    /// <param name="plan">What to start.</param>
    /// <param name="begun">Is handed the cluster before its first server starts, to watch it come up.</param>
    /// <param name="cancellationToken">Ends the start, and what was started so far.</param>
    public static async Task<ProcessCluster> StartAsync(ClusterPlan plan, Action<ProcessCluster> begun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(begun);
        var cluster = new ProcessCluster();
        try
        {
            begun(cluster);
            await cluster.LaunchAsync(plan, cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more and returns it when it is ready.</summary>
    public async Task<MemberProcess> AddAsync(MemberRole role, CancellationToken cancellationToken = default)
    {
        var member = New(role);
        await member.StartAsync(cancellationToken);
        return member;
    }

    /// <summary>Runs a member's program with a verb (<c>KafkaBridge rebuild</c>) until it ends.</summary>
    /// <returns>Its exit code, and the last lines it wrote.</returns>
    public async Task<(int ExitCode, string Output)> RunAsync(MemberRole role, IReadOnlyList<string> verb, CancellationToken cancellationToken = default)
    {
        var name = $"{role} {string.Join(' ', verb)}".ToLowerInvariant();
        await using var process = await ChildProcess.StartAsync(new ChildCommand(
            name, MemberProgram.Host, [MemberProgram.Assembly(role), .. verb], _directory.File($"{name}.log"), _settings!.For(role, new Uri("http://127.0.0.1:0"), 0, 0)));
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, process.LogTail());
    }

    /// <summary>Ends the members as their operator would: those that serve first, the silos after them.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(Apis.Concat(Bridges).Where(IsAlive).Select(m => m.StopAsync()));
        await Task.WhenAll(Silos.Where(IsAlive).Select(m => m.StopAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Members.Select(m => m.DisposeAsync().AsTask()));
        if (Kafka is not null)
            await Kafka.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
        _directory.Dispose();
    }

    private static bool IsAlive(MemberProcess member) => member.State is not MemberState.Ended;

    private async Task LaunchAsync(ClusterPlan plan, CancellationToken cancellationToken)
    {
        // Each keeps what it started, so that all of it is ended when one of them fails.
        await Task.WhenAll(StartRedisAsync(), StartKafkaAsync());
        var temporary = Directory.CreateDirectory(_directory.File("tmp")).FullName;
        _settings = new MemberSettings(plan, Redis.ConnectionString, Kafka, temporary);
        List<MemberProcess> members =
        [
            .. Enumerable.Range(0, plan.Silos).Select(_ => New(MemberRole.Silo)),
            .. Enumerable.Range(0, plan.Apis).Select(_ => New(MemberRole.Api)),
            .. Enumerable.Range(0, plan.Bridges).Select(_ => New(MemberRole.Bridge)),
        ];
        await Task.WhenAll(members.Select(m => m.StartAsync(cancellationToken)));

        async Task StartRedisAsync() => _redis = await ClusterRedis.StartAsync(plan.Redis, plan.Fsync, cancellationToken);

        async Task StartKafkaAsync() => Kafka = await ClusterKafka.StartAsync(plan, cancellationToken);
    }

    private MemberProcess New(MemberRole role)
    {
        lock (_gate)
        {
            var member = new MemberProcess(role, _members.Count(m => m.Role == role) + 1, _settings!, _directory);
            _members.Add(member);
            return member;
        }
    }

    private MemberProcess[] Of(MemberRole role) => [.. Members.Where(m => m.Role == role)];
}
