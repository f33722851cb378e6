using Confluent.Kafka;

namespace OrleansState.LocalCluster.Tests.Smoke;

/// <summary>Events of users, from a producer that knows nothing of this system but the topic.</summary>
internal sealed class SmokeEvents(string bootstrapServers) : IDisposable
{
    private const string Topic = "events";

    private readonly IProducer<string, string> _producer =
        new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = bootstrapServers, Acks = Acks.All }).Build();

    /// <summary>So many clicks of each user, in the log when this returns. A user's events share a partition.</summary>
    public Task ClickAsync(IEnumerable<SmokeUser> users, int clicks) => Task.WhenAll(users.SelectMany(user =>
        Enumerable.Range(0, clicks).Select(_ => _producer.ProduceAsync(
            Topic, new Message<string, string> { Key = user.UserId, Value = $$"""{"user_id": "{{user.UserId}}", "action": "click"}""" }))));

    public void Dispose() => _producer.Dispose();
}
