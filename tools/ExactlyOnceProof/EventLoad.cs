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

    public EventLoad(ProofPlan plan, string bootstrapServers, string topic)
    {
        (_plan, _topic, _random) = (plan, topic, new Random(plan.Seed));
        _shares = Zipf(plan.Users);
        _expected = new long[plan.Users];
        while (_poisonAt.Count < plan.Poison)
            _poisonAt.Add(_random.Next(plan.Events));
        _producer = new ProducerBuilder<string, string>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers, Acks = Acks.All, EnableIdempotence = true, LingerMs = 5,
        }).Build();
    }

    public int Written => Volatile.Read(ref _written);

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

    public void Dispose() => _producer.Dispose();

    private async Task WriteAsync(int number, CancellationToken cancelled)
    {
        var user = Array.BinarySearch(_shares, _random.NextDouble());
        user = Math.Min(user < 0 ? ~user : user, _plan.Users - 1);
        // The first events go round the users, so that the least of them has something to lose too.
        user = number < _plan.Users ? number : user;
        _expected[user]++;
        if (_poisonAt.Contains(number))
        {
            var placed = await ProduceAsync(user, Unusable[number % Unusable.Length], cancelled);
            Poison.Add((placed.Partition.Value, placed.Offset.Value));
        }

        await ProduceAsync(user, $$"""{"user_id": "{{UserId(user)}}", "action": "click"}""", cancelled);
    }

    private Task<DeliveryResult<string, string>> ProduceAsync(int user, string value, CancellationToken cancelled) =>
        _producer.ProduceAsync(_topic, new Message<string, string> { Key = UserId(user), Value = value }, cancelled);

    private static double[] Zipf(int users)
    {
        var shares = new double[users];
        var sum = 0.0;
        for (var user = 0; user < users; user++)
            shares[user] = sum += 1.0 / (user + 1);
        return [.. shares.Select(share => share / sum)];
    }
}
