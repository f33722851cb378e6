using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansState.Kafka;

namespace OrleansState.KafkaBridge.Tests.Harness;

/// <summary>Parts of the ingest by themselves, where no bridge runs.</summary>
internal static class KafkaParts
{
    public static KafkaClients Clients(string bootstrapServers, string group = "group", params (string Name, string Value)[] client)
    {
        var options = new KafkaIngestOptions { BootstrapServers = bootstrapServers, GroupId = group };
        foreach (var (name, value) in client)
            options.Client[name] = value;
        return new KafkaClients(Options.Create(options), NullLogger<KafkaClients>.Instance);
    }
}
