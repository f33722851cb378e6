using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Clicks;
using OrleansState.Kafka;
using OrleansState.Kafka.Waiting;
using OrleansState.Storage;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Model;

/// <summary>Real workers and real grains in a world that does to them what a plan says.</summary>
internal sealed class World
{
    public const int Users = 3;
    public const int Partitions = 2;
    public const int Bridges = 3;

    /// <summary>The user who has counted as many actions as one may.</summary>
    private const string FullUser = "full";

    private const int CalmTicks = 50;
    private const int TurnsATick = 10;

    private static readonly TimeSpan CalmPatience = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = Eventually.Patience;

    private readonly SimBridge?[] _bridges = new SimBridge?[Bridges];
    private readonly ConcurrentDictionary<string, long> _written = new();
    private readonly ConcurrentDictionary<string, long> _memory = new();
    private readonly List<LogPosition> _unusable = [];
    private string? _countedTwice;
    private int _silo;
    private int _busy;

    public World(WorldCluster cluster, Plan plan, PlantedBug bug)
    {
        (Cluster, Plan, Bug) = (cluster, plan, bug);
        Faults = new SimFaults(plan.Seed, plan.FaultPercent);
        Store = new SimStore(Faults, bug, Check);
        Retry = new BridgeRetry(Clock, NullLogger<BridgeRetry>.Instance);
        IStateStore Seen() => bug == PlantedBug.CountedETags ? new CountedETags(Store) : Store;
        Name = cluster.Add(_ => [Seen(), Seen()]);
    }

    public WorldCluster Cluster { get; }

    public Plan Plan { get; }

    public PlantedBug Bug { get; }

    public string Name { get; }

    public SimFaults Faults { get; }

    public SimStore Store { get; }

    public SimTopic Topic { get; } = new();

    public FakeTimeProvider Clock { get; } = new();

    public BridgeRetry Retry { get; }

    public ConcurrentQueue<LogPosition> Letters { get; } = new();

    /// <summary>Where calls go at present.</summary>
    public IGrainFactory Grains => Cluster.Grains(_silo);

    /// <summary>What a planted mistake keeps outside the store.</summary>
    public long Remembered(string key) => _memory.GetValueOrDefault(key);

    public void Remember(string key, long value) => _memory.AddOrUpdate(key, value, (_, before) => Math.Max(before, value));

    /// <summary>Something is being answered, until the result is disposed.</summary>
    public IDisposable Busy()
    {
        Interlocked.Increment(ref _busy);
        return new Ended(this);
    }

    /// <summary>Whoever is answered waits for the plan, until the result is disposed.</summary>
    public IDisposable Idle()
    {
        Interlocked.Decrement(ref _busy);
        return new Resumed(this);
    }

    /// <exception cref="NotExactException">A count, or the dead letters, came out other than the log says.</exception>
    public async Task RunAsync()
    {
        await FillAsync();
        foreach (var step in Plan.Steps)
        {
            await TakeAsync(step);
            Faults.NextStep();
        }

        await SettleAsync();
        await CheckAsync();
    }

    private async Task TakeAsync(Step step)
    {
        switch (step.Verb)
        {
            case Verb.Click:
                Append(step.Where, UserId(step.Which));
                break;
            case Verb.Poison:
                _unusable.Add(Topic.Append(step.Where, null));
                break;
            case Verb.Refused:
                _unusable.Add(Topic.Append(step.Where, UserId(FullUser)));
                break;
            case Verb.Start:
                _bridges[step.Which]?.Kill();
                _bridges[step.Which] = new SimBridge(this, step.Where);
                break;
            case Verb.Kill:
                _bridges[step.Which]?.Kill();
                break;
            case Verb.Lose:
                Store.Restart(step.Which);
                break;
            case Verb.Promote:
                Store.Promote(step.Which);
                break;
            case Verb.Flush:
                Store.Flush();
                break;
            case Verb.Wipe:
                Store.Remove($"clicks/{UserId(step.Which)}");
                break;
            case Verb.Forget:
                Store.Remove($"partition/{PartitionKey(step.Where)}");
                break;
            case Verb.Route:
                _silo = step.Where;
                break;
            case Verb.Notice:
                await Cluster.NoticeAsync(step.Where, Store.Epoch);
                break;
            case Verb.Drop:
                await DropAsync(_silo, step.Which, step.Where);
                break;
            case Verb.Spoil:
                Store.Spoil($"clicks/{UserId(step.Which)}");
                break;
            case Verb.Mend:
                Store.Mend();
                break;
            case Verb.Calm:
                await CalmAsync();
                break;
            default:
                throw new InvalidOperationException($"{step.Verb} is no step.");
        }
    }

    private void Append(int partition, string user)
    {
        _written.AddOrUpdate(user, 1, (_, clicks) => clicks + 1);
        Topic.Append(partition, user);
    }

    /// <summary>The full user's actions are in the store before anything goes wrong.</summary>
    private async Task FillAsync()
    {
        _written[UserId(FullUser)] = ClickLimits.Actions;
        var clicks = Enumerable.Range(0, ClickLimits.Actions).Select(i => new LoggedClick(i, $"action {i}")).ToImmutableArray();
        var batch = new ClickBatch("before", 0, Store.Epoch, clicks);
        var full = Cluster.Grains(0).GetGrain<IClickCounterGrain>(UserId(FullUser));
        while (true)
        {
            try
            {
                await full.ApplyAsync(batch);
                break;
            }
            catch (StoreUnavailableException)
            {
                Faults.NextStep();
            }
        }

        Store.Secure();
    }

    private async Task DropAsync(int silo, int which, int partition)
    {
        if (which == Users)
        {
            await Cluster.DropAsync(silo, Cluster.Grains(silo).GetGrain<ICheckpointGrain>(PartitionKey(partition)));
            return;
        }

        foreach (var remembered in _memory.Keys.Where(key => key.StartsWith(UserId(which), StringComparison.Ordinal)))
            _memory.TryRemove(remembered, out _);
        await Cluster.DropAsync(silo, Cluster.Grains(silo).GetGrain<IClickCounterGrain>(UserId(which)));
    }

    /// <summary>
    /// Time passes until every live bridge has come to the end and has then looked whether all is as it was, and nothing is
    /// being answered; or so long that it has to be something that only a further step sets free.
    /// </summary>
    private async Task CalmAsync()
    {
        await TickWhileAsync(() => _bridges.Any(b => b is { IsAlive: true, IsAtEnd: false }));
        var looks = _bridges.Select(b => b?.Looks ?? 0).ToArray();
        await TickWhileAsync(() => Volatile.Read(ref _busy) > 0 || HasToLook(looks));
    }

    /// <summary>A busy machine answers late, whatever the ticks; one that is idle need not be waited for.</summary>
    private async Task TickWhileAsync(Func<bool> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var ticks = 0; condition() && (ticks < CalmTicks || TimeProvider.System.GetElapsedTime(began) < CalmPatience); ticks++)
            await TickAsync();
    }

    private bool HasToLook(int[] looks) => _bridges.Where((b, i) => b is { IsAlive: true } && b.Looks < looks[i] + 2).Any();

    /// <summary>Time goes on, and whoever waited for it gets a turn.</summary>
    private async Task TickAsync()
    {
        Clock.Advance(Tick);
        for (var turn = 0; turn < TurnsATick; turn++)
            await Task.Run(static () => { });
    }

    /// <summary>Nothing goes wrong any more: every partition has a bridge, both silos notice which epoch the store is in, and all is counted.</summary>
    private async Task SettleAsync()
    {
        await Faults.EndAsync();
        Store.Mend();
        for (var partition = 0; partition < Partitions; partition++)
            Staff(partition);

        string? noticed = null;
        var began = TimeProvider.System.GetTimestamp();
        while (noticed != Store.Epoch || !await IsCountedAsync())
        {
            // A bridge that finds records gone begins an epoch that the silos have to notice too.
            noticed = Store.Epoch;
            for (var silo = 0; silo < WorldCluster.Silos; silo++)
                await Cluster.NoticeAsync(silo, noticed);
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new NotExactException($"{Plan}\nstands still before the end of the log");
            await TickAsync();
        }

        await CalmAsync();
        foreach (var bridge in _bridges)
            bridge?.Kill();
    }

    /// <summary>A partition without a bridge gets one that is dead, or not the only one of its partition.</summary>
    private void Staff(int partition)
    {
        bool IsOn(SimBridge? bridge, int on) => bridge is { IsAlive: true } && bridge.Partition == on;
        if (_bridges.Any(b => IsOn(b, partition)))
            return;
        var free = Array.FindIndex(_bridges, b => b is not { IsAlive: true } || _bridges.Count(other => IsOn(other, b.Partition)) > 1);
        _bridges[free]?.Kill();
        _bridges[free] = new SimBridge(this, partition);
    }

    /// <summary>A silo whose activation is outlived by the other silo's may go on saying less than the store.</summary>
    private async Task<bool> IsCountedAsync()
    {
        for (var partition = 0; partition < Partitions; partition++)
        {
            var checkpoints = await Task.WhenAll(Enumerable.Range(0, WorldCluster.Silos).Select(
                silo => Cluster.Grains(silo).GetGrain<ICheckpointGrain>(PartitionKey(partition)).GetAsync()));
            if (!checkpoints.Any(c => c.Epoch == Store.Epoch && c.NextOffset >= Topic.End(partition)))
                return false;
            if ((await Grains.GetGrain<IWaitingEventsGrain>(PartitionKey(partition)).GetAsync()).Users is not [])
                return false;
        }

        return true;
    }

    /// <summary>What the store says, after every memory has been given up.</summary>
    private async Task CheckAsync()
    {
        for (var silo = 0; silo < WorldCluster.Silos; silo++)
        {
            for (var user = 0; user <= Users; user++)
                await DropAsync(silo, user, 0);
            await DropAsync(silo, Users, 1);
        }

        for (var user = 0; user < Users; user++)
        {
            var counted = (await Grains.GetGrain<IClickCounterGrain>(UserId(user)).GetAsync()).Total;
            if (counted != _written.GetValueOrDefault(UserId(user)))
                throw new NotExactException($"{Plan}\nuser {user} has {counted} clicks, and {_written.GetValueOrDefault(UserId(user))} are in the log");
        }

        var letters = Letters.Distinct().Order(Comparer<LogPosition>.Create(static (a, b) => (a.Partition, a.Offset).CompareTo((b.Partition, b.Offset))));
        if (!letters.SequenceEqual(_unusable.OrderBy(u => u.Partition).ThenBy(u => u.Offset)))
            throw new NotExactException($"{Plan}\nthe dead letters are of {string.Join(", ", letters)} and should be of {string.Join(", ", _unusable)}");
        if (_countedTwice is not null)
            throw new NotExactException($"{Plan}\n{_countedTwice}");
    }

    /// <summary>No record ever says more than the log.</summary>
    private void Check(string key, ReadOnlyMemory<byte> payload)
    {
        if (!key.StartsWith("clicks/", StringComparison.Ordinal))
            return;
        var counted = Cluster.Read(payload).Counts.Sum(c => c.Count);
        var user = key["clicks/".Length..];
        if (counted > _written.GetValueOrDefault(user))
            _countedTwice ??= $"{user} had {counted} clicks when {_written.GetValueOrDefault(user)} were in the log";
    }

    private string UserId(int user) => UserId($"u{user}");

    private string UserId(string user) => $"{Name}{user}";

    private string PartitionKey(int partition) => $"{Name}/events/{partition}";

    private sealed class Resumed(World world) : IDisposable
    {
        public void Dispose() => Interlocked.Increment(ref world._busy);
    }

    private sealed class Ended(World world) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref world._busy);
    }
}

/// <summary>The log says one thing and the store another.</summary>
public sealed class NotExactException(string message) : Exception(message);
