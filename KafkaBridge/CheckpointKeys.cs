using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;

namespace OrleansState.KafkaBridge;

/// <summary>The keys of partition grains: two groups over one topic have progress of their own.</summary>
internal sealed class CheckpointKeys(IOptions<KafkaOptions> options)
{
    public string Of(int partition) => $"{options.Value.GroupId}/{options.Value.Topic}/{partition}";
}
