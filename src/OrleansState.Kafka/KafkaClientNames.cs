namespace OrleansState.Kafka;

/// <summary>What may not be set of a client, because a promise hangs on it or another setting has it.</summary>
internal static class KafkaClientNames
{
    private const string Brokers = "Kafka:BootstrapServers names the brokers";
    private const string Progress = "where reading begins and goes on is kept with the counts in the store, or an event would be counted twice or never";
    private const string Membership = "bridges come and go one by one, and hand their partitions over in one way (cooperative-sticky)";
    private const string Acknowledged = "an offset moves past a record only when every in-sync replica has its dead letter";

    private static readonly Dictionary<string, string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bootstrap.servers"] = Brokers,
        ["metadata.broker.list"] = Brokers,
        ["group.id"] = "Kafka:GroupId names the group, and others are made of its name",
        ["group.instance.id"] = Membership,
        ["group.protocol"] = Membership,
        ["group.protocol.type"] = Membership,
        ["group.remote.assignor"] = Membership,
        ["partition.assignment.strategy"] = Membership,
        ["enable.auto.commit"] = Progress,
        ["auto.commit.enable"] = Progress,
        ["enable.auto.offset.store"] = Progress,
        ["auto.offset.reset"] = Progress,
        ["enable.partition.eof"] = Progress,
        ["isolation.level"] = "what a transaction wrote that was aborted would be counted",
        ["acks"] = Acknowledged,
        ["request.required.acks"] = Acknowledged,
        ["enable.idempotence"] = Acknowledged,
        ["delivery.report.only.error"] = Acknowledged,
        ["transactional.id"] = "nothing here is written in transactions",
        ["partitioner"] = "what is told of a user is looked for in the partition that follows from the key",
        ["batch.num.messages"] = "a record that a topic has no room for is told from others by being sent alone",
        ["test.mock.num.brokers"] = "the client would take itself for the broker",
    };

    /// <summary>Why this one may not be set; null where it may.</summary>
    public static string? WhyNot(string name) => Kept.TryGetValue(name, out var reason)
        ? reason
        : name.StartsWith("dotnet.", StringComparison.OrdinalIgnoreCase) ? "how this process uses its client is no setting" : null;
}
