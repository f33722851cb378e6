using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansState.Kafka;
using OrleansState.Kafka.Publishing;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Publishing;

/// <summary>What was told of a key, read back from a real Kafka.</summary>
public sealed class EventHistoryTests(KafkaFixture kafka) : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly IProducer<byte[]?, byte[]?> _producer = KafkaParts.Clients(kafka.BootstrapServers).EventProducer();

    public void Dispose() => _producer.Dispose();

    [Fact]
    public async Task The_newest_come_first_each_once_and_no_other_key_s()
    {
        var topic = await kafka.CreateTopicAsync(1, "changes");
        foreach (var number in new[] { 1, 2, 3, 2, 4 })
            await TellAsync(topic, "ada", number);
        await TellAsync(topic, "bob", 5);

        var told = await ReadAsync(topic, "ada");

        Assert.Equal(["4", "3", "2", "1"], told.Events.Select(e => e.Id));
        Assert.True(told.IsWhole);
        Assert.Equal(("changed", Noon.AddSeconds(4), """{"number":4}"""), (told.Events[0].Type, told.Events[0].Time, Encoding.UTF8.GetString(told.Events[0].Data.Span)));
    }

    [Fact]
    public async Task A_limit_cuts_the_oldest_off_and_that_is_said()
    {
        var topic = await kafka.CreateTopicAsync(1, "changes");
        for (var number = 1; number <= 5; number++)
            await TellAsync(topic, "ada", number);

        AssertIs(await ReadAsync(topic, "ada", limit: 2), false, "5", "4");
        AssertIs(await ReadAsync(topic, "ada", limit: 6), true, "5", "4", "3", "2", "1");
    }

    [Fact]
    public async Task What_lies_far_below_others_is_found_and_one_that_came_again_stands_where_it_came_first()
    {
        var topic = await kafka.CreateTopicAsync(1, "changes");
        await TellAsync(topic, "ada", 1);
        await TellAsync(topic, "ada", 2);
        await TellManyAsync(topic, "bob", 9_000);
        await TellAsync(topic, "ada", 3);
        await TellAsync(topic, "ada", 1);
        await TellManyAsync(topic, "bob", 3_000);

        AssertIs(await ReadAsync(topic, "ada"), true, "3", "2", "1");
        Assert.Empty((await ReadAsync(topic, "eve")).Events);
    }

    [Fact]
    public async Task Nothing_is_shown_from_before_an_event_that_ends_it_wherever_it_lies()
    {
        var topic = await kafka.CreateTopicAsync(1, "changes");
        await TellAsync(topic, "ada", 1);
        await TellAsync(topic, "ada", 3, "gone");
        // It was on its way when the user went.
        await TellAsync(topic, "ada", 2);
        await TellAsync(topic, "ada", 4);

        AssertIs(await ReadAsync(topic, "ada", endsAt: told => told.Type == "gone"), true, "4");
        AssertIs(await ReadAsync(topic, "ada", limit: 3, endsAt: told => told.Type == "gone"), true, "4");
        await TellAsync(topic, "ada", 5, "gone");
        AssertIs(await ReadAsync(topic, "ada", endsAt: told => told.Type == "gone"), true);
    }

    [Fact]
    public async Task As_many_bytes_as_there_may_be_cut_it_off_too()
    {
        var topic = $"changes-{Guid.NewGuid():N}";
        await LocalCluster.Kafka.KafkaTopics.CreateAsync(kafka.BootstrapServers, topic, 1, new Dictionary<string, string> { ["max.message.bytes"] = "4194304" });
        for (var number = 1; number <= 4; number++)
            await SendAsync(topic, "ada", number, "changed", new byte[StateEvent.MaxDataBytes]);

        AssertIs(await ReadAsync(topic, "ada"), false, "4", "3");
    }

    [Fact]
    public async Task What_is_no_event_is_passed_over_and_so_is_a_transaction_s_marker()
    {
        var topic = await kafka.CreateTopicAsync(1, "changes");
        await TellAsync(topic, "ada", 1);
        await _producer.ProduceAsync(topic, new Message<byte[]?, byte[]?> { Key = "ada"u8.ToArray(), Value = "{}"u8.ToArray() }, TestContext.Current.CancellationToken);
        await KafkaWriter.WriteInTransactionAsync(kafka, new TopicPartition(topic, 0), commit: false, MessageOf("ada", 2, "changed", "{}"u8.ToArray()));

        AssertIs(await ReadAsync(topic, "ada"), true, "1");
    }

    [Fact]
    public async Task A_topic_that_nobody_has_made_has_no_history_and_is_not_made()
    {
        var topic = $"changes-{Guid.NewGuid():N}";

        AssertIs(await ReadAsync(topic, "ada"), true);

        using var admin = KafkaParts.Clients(kafka.BootstrapServers).Admin();
        Assert.DoesNotContain(admin.GetMetadata(Eventually.Patience).Topics, known => known.Topic == topic);
    }

    [Fact]
    public async Task A_Kafka_that_is_away_is_a_fault()
    {
        using var history = History("changes", "127.0.0.1:1");

        await Assert.ThrowsAnyAsync<KafkaException>(() => history.ReadAsync("ada", 1, cancelled: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Reading_leaves_no_group_behind()
    {
        var topic = await kafka.CreateTopicAsync(1, "changes");
        await TellAsync(topic, "ada", 1);
        await ReadAsync(topic, "ada");

        using var admin = KafkaParts.Clients(kafka.BootstrapServers).Admin();
        Assert.DoesNotContain((await admin.ListConsumerGroupsAsync()).Valid, group => group.GroupId == "none");
    }

    private static void AssertIs(ToldEvents told, bool isWhole, params string[] ids)
    {
        Assert.Equal(ids, told.Events.Select(e => e.Id));
        Assert.Equal(isWhole, told.IsWhole);
    }

    private static Message<byte[]?, byte[]?> MessageOf(string key, int number, string type, byte[] data) => new()
    {
        Key = Encoding.UTF8.GetBytes(key),
        Value = data,
        Headers =
        [
            new Header(EventHeaders.Id, Encoding.UTF8.GetBytes($"{number}")),
            new Header(EventHeaders.Type, Encoding.UTF8.GetBytes(type)),
            new Header(EventHeaders.Time, Encoding.UTF8.GetBytes(Noon.AddSeconds(number).ToString("O"))),
        ],
    };

    private Task<DeliveryResult<byte[]?, byte[]?>> TellAsync(string topic, string key, int number, string type = "changed") => SendAsync(topic, key, number, type, Encoding.UTF8.GetBytes($$"""{"number":{{number}}}"""));

    private Task<DeliveryResult<byte[]?, byte[]?>> SendAsync(string topic, string key, int number, string type, byte[] data) =>
        _producer.ProduceAsync(topic, MessageOf(key, number, type, data), TestContext.Current.CancellationToken);

    private async Task TellManyAsync(string topic, string key, int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(number => TellAsync(topic, key, number)));

    private async Task<ToldEvents> ReadAsync(string topic, string key, int limit = 100, Func<ToldEvent, bool>? endsAt = null)
    {
        using var history = History(topic, kafka.BootstrapServers);
        return await history.ReadAsync(key, limit, endsAt, TestContext.Current.CancellationToken);
    }

    private static KafkaEventHistory History(string topic, string brokers) =>
        new(new KafkaEventOptions { BootstrapServers = brokers, Topic = topic }, TimeProvider.System, NullLogger<KafkaClients>.Instance);
}
