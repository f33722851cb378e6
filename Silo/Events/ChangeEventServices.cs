using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;
using OrleansState.Hosting.Settings;
using OrleansState.Kafka;
using OrleansState.KafkaBridge;

namespace OrleansState.Silo.Events;

/// <summary>Where a silo tells what has happened to its users.</summary>
internal static class ChangeEventServices
{
    /// <summary>To Kafka, unless the settings say that there is none: then nobody is told, now or later.</summary>
    /// <exception cref="BadSettingException">A client does not take what is set for it.</exception>
    public static WebApplicationBuilder AddChangeEvents(this WebApplicationBuilder builder)
    {
        var kafka = builder.ReadKafka();
        if (!kafka.Enabled)
        {
            builder.Services.TellNobody();
            return builder;
        }

        // Standalone, the address is that of a Kafka which is still starting.
        builder.Services.AddKafkaEvents(_ => { });
        builder.Services.AddOptions<KafkaEventOptions>().Configure<IOptions<KafkaOptions>>((events, settings) => events.Apply(settings.Value));
        return builder;
    }

    /// <summary>A silo among others stops where it can tell nobody and was not told to keep silent: what happened could never be told later.</summary>
    /// <exception cref="BadSettingException"><c>Kafka:BootstrapServers</c> is not set.</exception>
    public static void RequireSomebodyToTell(this WebApplicationBuilder builder)
    {
        if (builder.ReadKafka().Enabled)
            builder.RequireBroker("a silo tells there what has happened to carts and users. Set Kafka:Enabled to false in every silo where nobody is to be told");
    }
}
