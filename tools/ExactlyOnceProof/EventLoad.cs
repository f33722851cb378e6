using System.Collections.Concurrent;
using Confluent.Kafka;

namespace OrleansState.ExactlyOnceProof;

/// <summary>Writes the events and remembers what the counts have to be. A few users have most of them (Zipf), some have one.</summary>
internal sealed class EventLoad : IDisposable
{
    private static readonly string[] Unusable = ["not json", """{"action":"click"}""", """{"user_id":1}""", "[]", """{"user_id":{},"action":"click"}"""];

    private readonly ProofPlan _plan;
    private readonly string _topic;
    private readonly Random _random;
    private readonly double[] _shares;
    private readonly HashSet<int> _poisonAt = [];
    private readonly long[] _expected;
    private readonly IProducer<string, string> _producer;
    private int _written;
    private int _further;

    public EventLoad(ProofPlan plan, string bootstrapServers, string topic)
    {
        (_plan, _topic, _random) = (plan, topic, new Random(plan.Seed));
        _shares = Zipf(plan.Users);
        _expected = new long[plan.Users];
        while (_poisonAt.Count < plan.Poison)
            _poisonAt.Add(_random.Next(plan.Events));
        _producer = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 5,
        }).Build();
    }

    public int Written => Volatile.Read(ref _written);

    /// <summary>Events in the log, those of backlogs too.</summary>
    public int InLog => Written + Volatile.Read(ref _further);

    /// <summary>Clicks of each user in the log.</summary>
    public IReadOnlyList<long> Expected => _expected;

    /// <summary>Where the unusable records lie.</summary>
    public ConcurrentBag<(int Partition, long Offset)> Poison { get; } = [];

    public static string UserId(int user) => $"user-{user}";

    /// <summary>Writes on until so many events are in the log, a batch at a time so that it takes a while.</summary>
    public async Task WriteToAsync(int events, CancellationToken cancelled)
    {
        const int BatchEvents = 500;
        while (Written < events)
        {
            var end = Math.Min(events, Written + BatchEvents);
            var batch = new List<Task>(BatchEvents);
            for (var i = Written; i < end; i++)
                batch.Add(WriteAsync(i, cancelled));
            await Task.WhenAll(batch);
            Volatile.Write(ref _written, end);
        }
    }

    /// <summary>Writes so many events into one partition, as fast as it takes them.</summary>
    public async Task WriteBacklogAsync(int events, int partition, CancellationToken cancelled)
    {
        const int BatchEvents = 5_000;
        for (var written = 0; written < events; written += BatchEvents)
        {
            var batch = Enumerable.Range(0, Math.Min(BatchEvents, events - written)).Select(_ => Draw()).ToList();
            batch.ForEach(user => _expected[user]++);
            await Task.WhenAll(batch.Select(user => _producer.ProduceAsync(new TopicPartition(_topic, partition), Click(user), cancelled)));
            Interlocked.Add(ref _further, batch.Count);
        }
    }

    /// <summary>Writes on at an easy pace until <paramref name="over"/> has come.</summary>
    public async Task WriteUntilAsync(Task over, CancellationToken cancelled)
    {
        const int BatchEvents = 100;
        while (!over.IsCompleted)
            await WriteToAsync(Written + BatchEvents, cancelled);
    }

    public void Dispose() => _producer.Dispose();

    private async Task WriteAsync(int number, CancellationToken cancelled)
    {
        // The first events go round the users, so that the least of them has something to lose too.
        var user = Draw() is var drawn && number < _plan.Users ? number : drawn;
        _expected[user]++;
        if (_poisonAt.Contains(number))
        {
            var unusable = new Message<string, string> { Key = UserId(user), Value = Unusable[number % Unusable.Length] };
            var placed = await _producer.ProduceAsync(_topic, unusable, cancelled);
            Poison.Add((placed.Partition.Value, placed.Offset.Value));
        }

        await _producer.ProduceAsync(_topic, Click(user), cancelled);
    }

    private int Draw()
    {
        var user = Array.BinarySearch(_shares, _random.NextDouble());
        return Math.Min(user < 0 ? ~user : user, _plan.Users - 1);
    }

    private static Message<string, string> Click(int user) =>
        new() { Key = UserId(user), Value = $$"""{"user_id": "{{UserId(user)}}", "action": "click"}""" };

    private static double[] Zipf(int users)
    {
        var shares = new double[users];
        var sum = 0.0;
        for (var user = 0; user < users; user++)
            shares[user] = sum += 1.0 / (user + 1);
        return [.. shares.Select(share => share / sum)];
    }
}
