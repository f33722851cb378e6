using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using OrleansState.Kafka;

namespace OrleansState.Hosting.Kafka;

/// <summary>Settings under <c>Kafka</c>.</summary>
public sealed partial class KafkaOptions : IValidatableObject
{
    public const string Section = "Kafka";

    private const string TopicForm = @"(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}";
    private const string TopicRule = "is no topic's name: 1 to 249 letters, digits, '.', '_' or '-'.";

    /// <summary>Brokers to begin with, <c>host:port[,host:port…]</c>.</summary>
    public string? BootstrapServers { get; set; }

    /// <summary>
    /// Whether this process uses Kafka at all; a silo that does not tells nobody what has happened, for good. The same in every
    /// silo. Default true.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Where events are read. Default <c>events</c>.</summary>
    [Required(ErrorMessage = "Kafka:Topic must not be empty.")]
    [RegularExpression(TopicForm, ErrorMessage = $"Kafka:Topic {TopicRule}")]
    public string Topic { get; set; } = "events";

    /// <summary>Where events go that can't be used; another topic than <c>Kafka:Topic</c>. Default <c>events.dlq</c>.</summary>
    [Required(ErrorMessage = "Kafka:DeadLetterTopic must not be empty.")]
    [RegularExpression(TopicForm, ErrorMessage = $"Kafka:DeadLetterTopic {TopicRule}")]
    public string DeadLetterTopic { get; set; } = "events.dlq";

    /// <summary>Where silos tell what has happened to users; another topic than those two. Default <c>state-changes</c>.</summary>
    [Required(ErrorMessage = "Kafka:ChangesTopic must not be empty.")]
    [RegularExpression(TopicForm, ErrorMessage = $"Kafka:ChangesTopic {TopicRule}")]
    public string ChangesTopic { get; set; } = "state-changes";

    /// <summary>The consumer group of all bridges. Default <c>state-updater</c>.</summary>
    [Required(ErrorMessage = "Kafka:GroupId must not be empty.")]
    public string GroupId { get; set; } = "state-updater";

    /// <summary>
    /// <c>Kafka:Client:NAME</c> is passed on to every Kafka client under librdkafka's name for it, for instance
    /// <c>Kafka:Client:security.protocol</c>; what a promise hangs on may not be set. Default none.
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

    /// <summary>What no single setting can be blamed for, or none of the forms above says.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Faults().Select(fault => new ValidationResult(fault));

    private IEnumerable<string> Faults()
    {
        if (Topic == DeadLetterTopic)
            yield return $"Kafka:DeadLetterTopic is {DeadLetterTopic}, and so is Kafka:Topic: each dead letter would be read as an event, and become a dead letter again without end.";
        if (ChangesTopic == Topic || ChangesTopic == DeadLetterTopic)
            yield return $"Kafka:ChangesTopic is {ChangesTopic}, and so is Kafka:{(ChangesTopic == Topic ? nameof(Topic) : nameof(DeadLetterTopic))}: what is told would be read as an event of a user, or as a dead letter.";
        if (InSilo && !Enabled)
            yield return "Kafka:InSilo is true, and Kafka:Enabled is false: a silo that uses no Kafka can't run the bridge.";
        foreach (var broker in (BootstrapServers ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(b => !IsBroker(b)))
            yield return $"Kafka:BootstrapServers: {broker} is no broker such as kafka-1:9092.";
        foreach (var (name, reason) in Client.Keys.Select(name => (name, KafkaIngestOptions.WhyNotSet(name))).Where(found => found.Item2 is not null))
            yield return $"Kafka:Client:{name} can't be set: {reason}.";
        if (Without("sasl_") is { } sasl && Client.Keys.FirstOrDefault(name => name.StartsWith("sasl.", StringComparison.OrdinalIgnoreCase)) is { } idle)
            yield return $"Kafka:Client:{idle} is set, and Kafka:Client:security.protocol is {sasl}: nobody would be asked for it; sasl_ssl or sasl_plaintext does.";
        if (Without("ssl") is { } plain && Client.Keys.FirstOrDefault(name => name.StartsWith("ssl.", StringComparison.OrdinalIgnoreCase)) is { } unused)
            yield return $"Kafka:Client:{unused} is set, and Kafka:Client:security.protocol is {plain}: nothing would be encrypted; ssl or sasl_ssl does.";
    }

    /// <summary>The protocol, where it has no such part; null where it has.</summary>
    private string? Without(string part)
    {
        var protocol = Client.FirstOrDefault(setting => string.Equals(setting.Key, "security.protocol", StringComparison.OrdinalIgnoreCase)).Value ?? "plaintext";
        return protocol.Contains(part, StringComparison.OrdinalIgnoreCase) ? null : protocol;
    }

    /// <summary>A host or an address, with or without a port, and before it the protocol as Kafka writes it.</summary>
    private static bool IsBroker(string text) => Broker().Match(text) is { Success: true, Groups: var found }
        && (!found["port"].Success || ushort.TryParse(found["port"].ValueSpan, out var port) && port > 0);

    [GeneratedRegex(@"^((PLAINTEXT|SSL|SASL_PLAINTEXT|SASL_SSL)://)?(\[[0-9a-f:.%]+\]|[^\s:/\[\]]+)(:(?<port>\d{1,5}))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Broker();
}
