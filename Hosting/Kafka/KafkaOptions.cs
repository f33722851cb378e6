using System.ComponentModel.DataAnnotations;

namespace OrleansState.Hosting.Kafka;

/// <summary>Settings under <c>Kafka</c>.</summary>
public sealed class KafkaOptions : IValidatableObject
{
    public const string Section = "Kafka";

    /// <summary>Brokers to begin with, <c>host:port[,host:port…]</c>.</summary>
    public string? BootstrapServers { get; set; }

    /// <summary>Whether this process uses Kafka at all. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Where events are read. Default <c>events</c>.</summary>
    [Required(ErrorMessage = "Kafka:Topic must not be empty.")]
    public string Topic { get; set; } = "events";

    /// <summary>Where events go that can't be used; another topic than <c>Kafka:Topic</c>. Default <c>events.dlq</c>.</summary>
    [Required(ErrorMessage = "Kafka:DeadLetterTopic must not be empty.")]
    public string DeadLetterTopic { get; set; } = "events.dlq";

    /// <summary>The consumer group of all bridges. Default <c>state-updater</c>.</summary>
    [Required(ErrorMessage = "Kafka:GroupId must not be empty.")]
    public string GroupId { get; set; } = "state-updater";

    /// <summary>
    /// <c>Kafka:Client:NAME</c> is passed on to every Kafka client under librdkafka's name for it, for instance
    /// <c>Kafka:Client:security.protocol</c>. Default none.
    /// </summary>
    public Dictionary<string, string> Client { get; } = [];

    /// <summary>Whether a silo runs the bridge's code itself, beside or in place of KafkaBridge processes. Default false.</summary>
    public bool InSilo { get; set; }

    /// <summary>
    /// Names the log of events where the broker gives topics no id, at most 64 characters without <c>/</c>; another value when the topic is made
    /// anew. Default: the topic's id.
    /// </summary>
    [RegularExpression("[^/]{1,64}", ErrorMessage = "Kafka:LogId has 1 to 64 characters without /.")]
    public string? LogId { get; set; }

    /// <summary>What no single setting can be blamed for.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Topic == DeadLetterTopic)
        {
            yield return new ValidationResult(
                $"Kafka:DeadLetterTopic is {DeadLetterTopic}, and so is Kafka:Topic: each dead letter would be read as an event, and become a dead letter again without end.",
                [nameof(Topic), nameof(DeadLetterTopic)]);
        }
    }
}
