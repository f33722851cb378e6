using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansState.Kafka;
using OrleansState.Kafka.DeadLetters;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.DeadLetters;

/// <summary>Lists and redrives of many and of large letters.</summary>
public sealed class RedriveTests(KafkaFixture kafka)
{
    private const string CleanUp = "cleanup.policy";

    [Fact]
    public async Task A_redrive_of_all_that_breaks_off_is_gone_on_with_by_the_next()
    {
        const int Letters = 1_200;
        const int OneBatch = 500;
        // A compacted topic refuses a record without a key, and by it the 700th letter.
        using var topic = await Topic.CreateAsync(kafka, new Dictionary<string, string> { [CleanUp] = "compact" });
        var queue = DeadLetterQueues.Of(kafka, topic);
        await WriteAsync(topic, Enumerable.Range(0, Letters).Select(i => Letter(i, i == 700 ? null : "key", "{}"u8.ToArray())));

        await Assert.ThrowsAnyAsync<KafkaException>(() => queue.RedriveAsync(null, TestContext.Current.CancellationToken));
        await TakeAnythingAsync(topic);

        Assert.Equal(new Redriven(Letters - OneBatch, 0), await queue.RedriveAsync(null, TestContext.Current.CancellationToken));
        Assert.Equal(new Redriven(0, 0), await queue.RedriveAsync(null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_letter_that_the_events_have_no_room_for_holds_up_no_redrive()
    {
        using var topic = await Topic.CreateAsync(kafka, new Dictionary<string, string> { ["max.message.bytes"] = "1000" });
        var queue = DeadLetterQueues.Of(kafka, topic);
        await WriteAsync(topic, [Letter(0, null, new byte[2_000]), Letter(1, null, "{}"u8.ToArray())]);

        Assert.Equal(new Redriven(1, 0, 1), await queue.RedriveAsync(null, TestContext.Current.CancellationToken));
        Assert.Equal(new Redriven(0, 0), await queue.RedriveAsync(null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_list_shows_the_beginning_of_a_large_value_and_says_so()
    {
        using var topic = await Topic.CreateAsync(kafka, new Dictionary<string, string>());
        var queue = DeadLetterQueues.Of(kafka, topic);
        var text = string.Concat(Enumerable.Repeat("aé€😀", 10_000));
        await WriteAsync(topic, [Letter(0, null, Encoding.UTF8.GetBytes(text)), Letter(1, "key", "{}"u8.ToArray())]);

        var listed = queue.List(10);

        Assert.Equal((false, 2, "{}"), (listed[0].IsCut, listed[0].ValueBytes, Encoding.UTF8.GetString(listed[0].Message.Value!)));
        Assert.Equal((true, 100_000), (listed[1].IsCut, listed[1].ValueBytes));
        Assert.InRange(listed[1].Message.Value!.Length, DeadLetterQueue.MaxListedBytes - 3, DeadLetterQueue.MaxListedBytes);
        Assert.StartsWith(Encoding.UTF8.GetString(listed[1].Message.Value!), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_are_redriven_by_their_ids_and_what_is_no_id_names_none()
    {
        using var topic = await Topic.CreateAsync(kafka, new Dictionary<string, string>());
        var queue = DeadLetterQueues.Of(kafka, topic);
        await WriteAsync(topic, Enumerable.Range(0, 5).Select(i => Letter(i, null, "{}"u8.ToArray())));

        Assert.Equal(new Redriven(2, 0), await queue.RedriveAsync(["0/1", "0/3", "0/99", "7/0", "0/-1", "x", "", "0"], TestContext.Current.CancellationToken));
    }

    /// <summary>Compared with keeping all of them and choosing at the end.</summary>
    [Fact]
    public void The_newest_letters_are_one_of_each_origin_in_whatever_order_they_come()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var letters = Enumerable.Range(0, random.Next(1, 60)).Select(offset => new StoredDeadLetter(
                0, offset, "", "", "", new LogPosition("log", 0, random.Next(30)), null,
                new Message<byte[]?, byte[]?> { Timestamp = new Timestamp(random.Next(20), TimestampType.CreateTime) })).ToList();
            var limit = random.Next(1, 12);
            var newest = new NewestLetters(limit);
            foreach (var letter in letters.OrderBy(_ => random.Next()))
                newest.Add(letter, kept => kept);

            var expected = letters.OrderByDescending(l => l.Message.Timestamp.UnixTimestampMs).ThenByDescending(l => l.Offset).DistinctBy(l => l.Origin).Take(limit);
            Assert.Equal(expected.Select(l => l.Id), newest.Kept.Select(l => l.Id));
        }
    }

    private static Message<byte[]?, byte[]?> Letter(int place, string? key, byte[] value) => new()
    {
        Key = key is null ? null : Encoding.UTF8.GetBytes(key),
        Value = value,
        Headers = new Headers { { DeadLetterHeaders.Origin, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"a-log/0/{place}")) } },
    };

    private async Task WriteAsync(Topic topic, IEnumerable<Message<byte[]?, byte[]?>> letters)
    {
        using var producer = KafkaWriter.With(kafka, CompressionType.None);
        await Task.WhenAll(letters.Select(letter => producer.ProduceAsync(new TopicPartition(topic.DeadLetters, 0), letter, TestContext.Current.CancellationToken)));
    }

    private async Task TakeAnythingAsync(Topic topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        await admin.IncrementalAlterConfigsAsync(new Dictionary<ConfigResource, List<ConfigEntry>>
        {
            [new ConfigResource { Type = ResourceType.Topic, Name = topic.Name }] =
                [new ConfigEntry { Name = CleanUp, Value = "delete", IncrementalOperation = AlterConfigOpType.Set }],
        });
    }
}
