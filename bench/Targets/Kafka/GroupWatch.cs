using Confluent.Kafka;

namespace OrleansState.Bench.Targets.Kafka;

/// <summary>Who has which partition, as the group's coordinator says.</summary>
internal sealed class GroupWatch(string bootstrap, string group) : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IAdminClient _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();

    /// <summary>Waits until so many members share all partitions, and returns each one's.</summary>
    /// <exception cref="WrongAnswerException">They did not come to that.</exception>
    public async Task<ILookup<string, int>> SharedByAsync(int members)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            var owners = await OwnersAsync();
            if (owners.Count == members && owners.Sum(o => o.Count()) == EventProducer.Partitions)
                return owners;
            await Task.Delay(BetweenLooks, TimeProvider.System);
        }

        throw new WrongAnswerException($"{members} bridges did not share the partitions within {Patience.TotalSeconds:0} s.");
    }

    public void Dispose() => _admin.Dispose();

    private async Task<ILookup<string, int>> OwnersAsync()
    {
        var described = (await _admin.DescribeConsumerGroupsAsync([group])).ConsumerGroupDescriptions.Single();
        var members = described.State is ConsumerGroupState.Stable ? described.Members : [];
        return members.SelectMany(m => m.Assignment.TopicPartitions.Select(p => (m.ConsumerId, Partition: p.Partition.Value)))
            .ToLookup(owned => owned.ConsumerId, owned => owned.Partition);
    }
}
