using System.Text.Json;
using Confluent.Kafka;
using StackExchange.Redis;

namespace OrleansState.Bench.KafkaIncr;

/// <summary>One pipelined INCR an event, the offsets committed after each batch: fast, and a crash counts a batch twice.</summary>
internal static class IncrCounter
{
    private const int BatchRecords = 2_000;

    public static async Task<int> RunAsync(IConsumer<Ignore, byte[]> consumer, string redis)
    {
        var store = (await ConnectionMultiplexer.ConnectAsync(redis)).GetDatabase();
        var increments = new List<Task>(BatchRecords);
        while (true)
        {
            var record = consumer.Consume(TimeSpan.FromSeconds(1));
            while (record is not null)
            {
                increments.Add(store.StringIncrementAsync(Key(record.Message.Value)));
                consumer.StoreOffset(record);
                record = increments.Count < BatchRecords ? consumer.Consume(TimeSpan.Zero) : null;
            }

            if (increments.Count == 0)
                continue;
            await Task.WhenAll(increments);
            consumer.Commit();
            increments.Clear();
        }
    }

    private static string Key(byte[] value)
    {
        string? user = null, action = null;
        var json = new Utf8JsonReader(value);
        while (json.Read())
        {
            if (json.TokenType is not JsonTokenType.PropertyName)
                continue;
            if (json.ValueTextEquals("user_id"u8) && json.Read())
                user = json.GetString();
            else if (json.ValueTextEquals("action"u8) && json.Read())
                action = json.GetString();
        }

        return $"clicks:{user}:{action}";
    }
}
