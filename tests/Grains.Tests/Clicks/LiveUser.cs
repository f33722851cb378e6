using OrleansState.Clicks;

namespace OrleansState.Grains.Tests.Clicks;

/// <summary>
/// A user whose clicks come by several partitions and by calls, by a seed: in any interleaving, delivered again, refused by
/// the limits, redriven once and twice. Beside the counter it keeps the log, and what a rebuild would read of it.
/// </summary>
internal sealed class LiveUser
{
    public const string Log = "events";

    private const int Partitions = 3;

    private readonly List<LoggedClick>[] _log = [[], [], []];
    private readonly long[] _ends = new long[Partitions];
    private readonly int[] _delivered = new int[Partitions];
    private readonly long[] _checkpoints = new long[Partitions];
    private readonly long[] _read = new long[Partitions];
    private readonly Dictionary<LogPosition, string> _refused = [];
    private readonly bool _calls;
    private readonly string[] _actions;

    /// <param name="seed">Says what happens.</param>
    /// <param name="isFull">Whether the counter has nearly as many actions, or redriven events, as it may.</param>
    /// <param name="calls">Whether clicks come by calls too.</param>
    public LiveUser(int seed, bool isFull = true, bool calls = true)
    {
        (Random, _calls) = (new Random(seed), calls);
        _actions = [.. Enumerable.Range(0, 8).Select(i => $"action {i}")];
        var known = isFull ? Random.Next(ClickLimits.Actions - 6, ClickLimits.Actions + 1) : 1;
        for (var i = 0; i < known; i++)
            Append(Random.Next(Partitions), new LoggedClick(0, $"known {i}"));
        if (isFull && Random.Next(4) == 0)
        {
            for (var i = 0; i < ClickLimits.Redriven - 2; i++)
                Append(0, new LoggedClick(0, "known 0", new LogPosition("before", 0, i)));
        }

        for (var partition = 0; partition < Partitions; partition++)
            Deliver(partition, int.MaxValue);
    }

    public Random Random { get; }

    public Counted Counted { get; private set; } = Counted.Nothing;

    public bool IsReadToItsMarks => Counted.Log.Marks.All(m => m.Offset < _read[m.Partition]);

    /// <summary>Some of everything happens.</summary>
    public void GoOn()
    {
        for (var step = 0; step < 12; step++)
        {
            var partition = Random.Next(Partitions);
            switch (Random.Next(_calls ? 6 : 5))
            {
                case 0 or 1:
                    Append(partition, new LoggedClick(0, Action()));
                    break;
                case 2:
                    Redrive(partition);
                    break;
                case 3:
                    Deliver(partition, Random.Next(1, 6));
                    break;
                case 4:
                    _checkpoints[partition] = Random.NextInt64(_checkpoints[partition], NextUndelivered(partition) + 1);
                    break;
                default:
                    Counted = Counted.Increment(Action());
                    break;
            }
        }

        for (var partition = 0; partition < Partitions; partition++)
            _read[partition] = Random.NextInt64(Math.Max(_checkpoints[partition], _read[partition]), _ends[partition] + 1);
    }

    public void ReadToTheEnd() => _ends.CopyTo(_read, 0);

    /// <summary>The checkpoints pass all that has been delivered.</summary>
    public void SecureAll()
    {
        for (var partition = 0; partition < Partitions; partition++)
            _checkpoints[partition] = NextUndelivered(partition);
    }

    /// <summary>What a rebuild has read.</summary>
    public UserLog Read() => new(Log, "epoch", [.. Enumerable.Range(0, Partitions).Select(Read).Where(p => p.LastCertain >= 0 || !p.Later.IsEmpty)]);

    private UserPartition Read(int partition)
    {
        var read = _log[partition].Where(c => c.Offset < _read[partition]).ToList();
        var certain = read.Where(c => c.Offset < _checkpoints[partition]).ToList();
        return new UserPartition(
            partition, _read[partition], certain.Count == 0 ? -1 : certain[^1].Offset,
            [.. certain.Where(c => c.Origin is null).GroupBy(c => c.Action).Select(g => new ClickCount(g.Key, g.Count()))],
            [.. certain.Where(c => c.Origin is not null)],
            [.. read.Where(c => c.Offset >= _checkpoints[partition])]);
    }

    private string Action() => _actions[Random.Next(_actions.Length)];

    /// <summary>Something refused, or that could not be read when it came; often something that has been redriven before.</summary>
    private void Redrive(int partition)
    {
        if (_refused.Count == 0 || Random.Next(3) == 0)
            _refused[new LogPosition(Random.Next(2) == 0 ? Log : "before", partition, -Random.Next(1, 1000))] = Action();
        var (origin, action) = _refused.ElementAt(Random.Next(_refused.Count));
        Append(partition, new LoggedClick(0, action, origin));
    }

    /// <summary>Others' records and the markers of transactions lie between.</summary>
    private void Append(int partition, LoggedClick click)
    {
        var offset = _ends[partition] + Random.Next(3);
        _log[partition].Add(click with { Offset = offset });
        _ends[partition] = offset + 1 + Random.Next(2);
    }

    private long NextUndelivered(int partition) =>
        _delivered[partition] < _log[partition].Count ? _log[partition][_delivered[partition]].Offset : _ends[partition];

    /// <summary>Delivers some, perhaps with some that have been delivered before.</summary>
    private void Deliver(int partition, int clicks)
    {
        var from = Math.Max(0, _delivered[partition] - Random.Next(4));
        var to = (int)Math.Min(_log[partition].Count, (long)_delivered[partition] + clicks);
        var batch = _log[partition][from..to];
        Counted = Counted.Apply(new ClickBatch(Log, partition, "epoch", [.. batch]), out var refusals);
        foreach (var refused in refusals)
        {
            var click = batch.First(c => c.Offset == refused.Offset);
            _refused[click.Origin ?? new LogPosition(Log, partition, click.Offset)] = click.Action;
        }

        _delivered[partition] = Math.Max(_delivered[partition], to);
    }
}
