using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace OrleansState.Kafka;

/// <summary>
/// How a process reaches Kafka. Checked when the host starts: a bad one stops it with a sentence that names it as a setting of
/// the section <c>Kafka</c>, to which applications bind these.
/// </summary>
public sealed class KafkaIngestOptions
{
    /// <summary>Brokers to begin with, <c>host:port[,host:port…]</c>. It has to be set.</summary>
    public string? BootstrapServers { get; set; }

    /// <summary>
    /// The consumer group of all bridges; it has to be set. Groups of this name with <c>.origin</c> and <c>.redrive</c> behind it are used as well.
    /// Another group has progress of its own, and would deliver everything again to grains that have no mark of it.
    /// </summary>
    public string? GroupId { get; set; }

    /// <summary>
    /// Passed on to every Kafka client under librdkafka's names, for instance <c>security.protocol</c>. What a promise hangs on
    /// may not be set: <see cref="WhyNotSet"/> says which and why. None by default.
    /// </summary>
    public Dictionary<string, string> Client { get; } = [];

    /// <summary>Why a client's property may not be set in <see cref="Client"/>; null where it may.</summary>
    /// <param name="name">librdkafka's name of it.</param>
    public static string? WhyNotSet(string name) => KafkaClientNames.WhyNot(name);

    /// <summary>
    /// Makes each kind of client once with what is set in <see cref="Client"/>, without a broker: the client itself knows best what
    /// it takes, and says so where it is made and nowhere else.
    /// </summary>
    /// <exception cref="InvalidOperationException">A client does not take one of them.</exception>
    /// <exception cref="ArgumentException">The same.</exception>
    /// <exception cref="KafkaException">The same.</exception>
    public void TryClients()
    {
        if (Client.Count == 0)
            return;
        var apart = new KafkaIngestOptions { GroupId = GroupId };
        foreach (var (name, value) in Client)
            apart.Client[name] = value;
        var clients = new KafkaClients(Options.Create(apart), NullLogger<KafkaClients>.Instance);
        clients.Admin().Dispose();
        clients.Producer().Dispose();
        clients.Quiet(new ConsumerBuilder<Ignore, Ignore>(clients.MemberConfig())).Build().Dispose();
        clients.Quiet(new ConsumerBuilder<Ignore, Ignore>(clients.ReaderConfig())).Build().Dispose();
    }

    /// <summary>What is wrong with these settings, in sentences.</summary>
    internal IReadOnlyList<string> Faults()
    {
        var faults = Named().ToList();
        // A client that lacks these would speak of them, in words of its own.
        if (faults.Count == 0 && Refusal() is { } refusal)
            faults.Add($"Kafka:Client: {refusal}");
        return faults;
    }

    private IEnumerable<string> Named()
    {
        if (string.IsNullOrWhiteSpace(BootstrapServers))
            yield return "Kafka:BootstrapServers is not set.";
        if (string.IsNullOrWhiteSpace(GroupId))
            yield return "Kafka:GroupId is not set.";
        foreach (var (name, reason) in Client.Keys.Select(name => (name, WhyNotSet(name))).Where(found => found.Item2 is not null))
            yield return $"Kafka:Client:{name} can't be set: {reason}.";
    }

    private string? Refusal()
    {
        try
        {
            TryClients();
            return null;
        }
        catch (Exception refusal) when (refusal is InvalidOperationException or ArgumentException or KafkaException)
        {
            return refusal.Message;
        }
    }
}
