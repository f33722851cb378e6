using Microsoft.Extensions.Options;

namespace OrleansState.Kafka.Progress;

/// <summary>The keys of checkpoint grains: two groups over one topic have progress of their own.</summary>
internal sealed class CheckpointKeys(IOptions<KafkaIngestOptions> options)
{
    public string Of(string topic, int partition) => $"{options.Value.GroupId}/{topic}/{partition}";
}
