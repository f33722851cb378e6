using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using OrleansState.TestServers;
using OrleansState.TestServers.Events;

namespace OrleansState.LocalCluster.Tests.Events;

/// <summary>What lies in the topic of changes, read from its beginning each time.</summary>
internal sealed class ChangeTopic(string bootstrapServers)
{
    private const string Name = "state-changes";

    /// <summary>Everything that is told of these users, once each of them has as many different events.</summary>
    public async Task<IReadOnlyList<Change>> ReadAsync(IReadOnlyCollection<string> users, int each)
    {
        IReadOnlyList<Change> changes = [];
        await Eventually.UntilAsync($"{each} events of each of {users.Count} users", () =>
        {
            changes = [.. Read().Where(change => users.Contains(change.User))];
            return Task.FromResult(users.All(user => changes.Where(change => change.User == user).DistinctBy(change => change.Id).Count() >= each));
        });
        return changes;
    }

    private List<Change> Read()
    {
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig { BootstrapServers = bootstrapServers, GroupId = Guid.NewGuid().ToString(), EnableAutoCommit = false, EnablePartitionEof = true }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(Name, Eventually.Patience).Topics.Single().Partitions.Select(p => new TopicPartition(Name, p.PartitionId)).ToList();
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        var (changes, ended) = (new List<Change>(), 0);
        while (ended < partitions.Count)
        {
            var record = consumer.Consume(Eventually.Patience) ?? throw new TimeoutException("The end of a partition of the topic of changes did not come.");
            if (record.IsPartitionEOF)
                ended++;
            else
                changes.Add(Change.Of(record));
        }

        return changes;
    }
}

/// <summary>An event as a consumer meets it.</summary>
internal sealed record Change(string Id, string Type, string User, JsonNode Data)
{
    public static Change Of(ConsumeResult<string, byte[]> record)
    {
        var type = Header(record, "ce_type");
        Assert.Empty(EventSchemas.Faults(type, record.Message.Value));
        Assert.Equal(record.Message.Key, Header(record, "ce_subject"));
        return new Change(Header(record, "ce_id"), type, record.Message.Key, JsonNode.Parse(record.Message.Value)!);
    }

    private static string Header(ConsumeResult<string, byte[]> record, string name) => Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes(name));
}
