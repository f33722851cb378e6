namespace OrleansState.Kafka;

/// <summary>Where the events of states go. Checked when the host starts.</summary>
public sealed class KafkaEventOptions
{
    /// <summary>Brokers to begin with, <c>host:port[,host:port…]</c>. It has to be set.</summary>
    public string? BootstrapServers { get; set; }

    /// <summary>
    /// The topic. It is made, with the broker's numbers of partitions and replicas and for records of 4 MiB, where it is missing and
    /// this process may make it. More partitions later move keys: their order holds from then on anew. Default <c>state-changes</c>.
    /// </summary>
    public string Topic { get; set; } = "state-changes";

    /// <summary>What the <c>source</c> of each event begins with; the kind of state follows behind a slash. Default <c>/orleansstate</c>.</summary>
    public string Source { get; set; } = "/orleansstate";

    /// <summary>Passed on to the Kafka clients, as <see cref="KafkaIngestOptions.Client"/>. None by default.</summary>
    public Dictionary<string, string> Client { get; } = [];

    /// <summary>What is wrong with these settings, in sentences.</summary>
    internal IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(BootstrapServers))
            yield return $"{nameof(KafkaEventOptions)}.{nameof(BootstrapServers)} is not set.";
        if (string.IsNullOrWhiteSpace(Topic))
            yield return $"{nameof(KafkaEventOptions)}.{nameof(Topic)} is empty.";
        foreach (var (name, reason) in Client.Keys.Select(name => (name, KafkaIngestOptions.WhyNotSet(name))).Where(found => found.Item2 is not null))
            yield return $"{nameof(KafkaEventOptions)}.{nameof(Client)}: {name} can't be set: {reason}.";
    }
}
