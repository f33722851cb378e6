using System.Text.Json;
using Confluent.Kafka;
using StackExchange.Redis;

namespace OrleansState.Guides.Tests.KafkaConsumers;

public static class Before
{
    #region before
    public static async Task CountAsync(IConsumer<Ignore, byte[]> consumer, IDatabase redis, CancellationToken stop)
    {
        consumer.Subscribe("views");
        while (!stop.IsCancellationRequested)
        {
            // Offsets are committed by the client, every five seconds (enable.auto.commit).
            var record = consumer.Consume(stop);
            var view = JsonSerializer.Deserialize(record.Message.Value, ViewJson.Default.View)!;
            await redis.StringIncrementAsync($"views:{view.Page}");
        }
    }
    #endregion
}
