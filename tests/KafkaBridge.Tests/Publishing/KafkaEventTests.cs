using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansState.Kafka;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.KafkaBridge.Tests.Topics;
using OrleansState.TestServers;
using KafkaCode = Confluent.Kafka.ErrorCode;

namespace OrleansState.KafkaBridge.Tests.Publishing;

/// <summary>What a state tells comes out of a real Kafka, in order and under ids that never change.</summary>
public sealed class KafkaEventTests(RedisFixture redis, KafkaFixture kafka)
{
    private readonly string _events = $"state-changes-{Guid.NewGuid():N}";

    [Fact]
    public async Task Events_are_cloud_events_in_the_order_of_their_grain_s_commands()
    {
        await using var silo = await StartAsync(kafka.BootstrapServers);
        var purse = silo.Grains.GetGrain<IPurseGrain>("ada");
        for (var i = 1; i <= 20; i++)
            await purse.SpendAsync(i);

        var told = Read(20);

        Assert.Equal(Enumerable.Range(1, 20).Select(i => $$"""{"amount":{{i}}}"""), told.Select(e => Encoding.UTF8.GetString(e.Message.Value)));
        Assert.All(told, e => Assert.Equal(
            ("ada", "1.0", "/orleansstate/test-purse", "purse_spent", "ada", "application/json"),
            (Encoding.UTF8.GetString(e.Message.Key), Header(e, "ce_specversion"), Header(e, "ce_source"), Header(e, "ce_type"), Header(e, "ce_subject"), Header(e, "content-type"))));
        Assert.All(told, e => Assert.True(DateTimeOffset.TryParse(Header(e, "ce_time"), out _)));
        Assert.Equal(20, told.Select(e => Header(e, "ce_id")).Distinct().Count());
    }

    [Fact]
    public async Task What_was_told_while_kafka_was_away_comes_when_a_silo_reaches_it()
    {
        await using (var silo = await StartAsync("127.0.0.1:1"))
        {
            Assert.Equal(-5, (await silo.Grains.GetGrain<IPurseGrain>("ada").SpendAsync(5)).Value);
            Assert.Equal(-12, (await silo.Grains.GetGrain<IPurseGrain>("ada").SpendAsync(7)).Value);
        }

        await using var next = await StartAsync(kafka.BootstrapServers);
        Assert.Equal(-12, await next.Grains.GetGrain<IPurseGrain>("ada").GetAsync());

        Assert.Equal(["""{"amount":5}""", """{"amount":7}"""], Read(2).Select(e => Encoding.UTF8.GetString(e.Message.Value)));
    }

    [Fact]
    public async Task A_silo_without_the_address_of_a_kafka_does_not_start()
    {
        using var host = Host.CreateDefaultBuilder().ConfigureServices(services => services.AddKafkaEvents(_ => { })).Build();

        await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
    }

    private Task<BridgeHost> StartAsync(string brokers) => BridgeHost.StartAsync(
        redis.ConnectionString, kafka.BootstrapServers, _events + "-in", replace: services =>
            services.AddKafkaEvents(events => (events.BootstrapServers, events.Topic) = (brokers, _events)));

    private List<ConsumeResult<byte[], byte[]>> Read(int count)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = _events,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            AllowAutoCreateTopics = true,
        }).Build();
        consumer.Subscribe(_events);
        var read = new List<ConsumeResult<byte[], byte[]>>();
        var until = TimeProvider.System.GetTimestamp();
        while (read.Count < count && TimeProvider.System.GetElapsedTime(until) < Eventually.Patience)
        {
            try
            {
                if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } next)
                    read.Add(next);
            }
            catch (ConsumeException absent) when (absent.Error.Code == KafkaCode.UnknownTopicOrPart)
            {
                // The first event makes the topic.
            }
        }

        Assert.Equal(count, read.Count);
        return read;
    }

    private static string Header(ConsumeResult<byte[], byte[]> told, string name) => Encoding.UTF8.GetString(told.Message.Headers.GetLastBytes(name));
}
