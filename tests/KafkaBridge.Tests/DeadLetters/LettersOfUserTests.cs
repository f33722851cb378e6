using System.Text;
using Confluent.Kafka;
using OrleansState.Kafka;
using OrleansState.Kafka.DeadLetters;
using OrleansState.KafkaBridge.DeadLetters;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.DeadLetters;

/// <summary>What <c>dead-letters list --user</c> finds.</summary>
public sealed class LettersOfUserTests(KafkaFixture kafka)
{
    private static readonly string Ada = Guid.CreateVersion7().ToString("N");
    private static readonly string Bob = Guid.CreateVersion7().ToString("N");

    [Fact]
    public void A_registered_user_and_a_guest_are_found_where_an_erasure_finds_them()
    {
        var letter = Letter(0, null, $"no event, x{Ada}x");

        Assert.True(Names(Ada, letter));
        Assert.True(Names("guest:" + Ada, letter));
        Assert.True(Names(Ada, Letter(0, Ada, "{}")));
        Assert.True(Names(Ada, Letter(0, null, "{}", ("trace", Ada))));
        Assert.False(Names(Bob, letter));
    }

    [Theory]
    [InlineData("""{"user_id":42}""", true)]
    [InlineData("""{"user_id": "42"}""", true)]
    [InlineData("42", true)]
    [InlineData("1425 and 42", true)]
    [InlineData("""{"user_id":1425}""", false)]
    [InlineData("""{"user_id":"u-42"}""", false)]
    public void An_id_that_nobody_registered_is_found_where_it_stands_by_itself(string value, bool isNamed)
    {
        Assert.Equal(isNamed, Names("42", Letter(42, null, value)));
        Assert.Equal(isNamed, Names("42", Letter(42, value, "{}")));
        Assert.Equal(isNamed, Names("42", Letter(42, null, "{}", ("trace", value))));
    }

    [Fact]
    public async Task All_of_a_users_letters_are_listed_whole_and_one_of_each_origin()
    {
        using var topic = await Topic.CreateAsync(kafka, new Dictionary<string, string>());
        var longValue = $$"""{"user_id":"{{Ada}}","more":"{{new string('x', 2 * DeadLetterQueue.MaxListedBytes)}}"}""";
        await WriteAsync(topic, Message(0, "key", longValue, ("trace", "abc")), Message(1, null, Bob), Message(0, "key", longValue, ("trace", "abc")), Message(2, Ada, "{}"));

        var lines = DeadLetterQueues.Of(kafka, topic).Find(new LettersOfUser(Ada).Names).Select(DeadLettersCommand.WholeLine).ToList();

        Assert.Equal([$"{longValue}\tkey\ttrace=abc", $"{{}}\t{Ada}\t"], lines.Select(line => line.Split('\t', 6)[5]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_report_of_silos_counts_the_letters_that_wait_by_their_reasons()
    {
        using var topic = await Topic.CreateAsync(kafka, new Dictionary<string, string>());
        await WriteAsync(topic, Message(0, "key", "{}"), Message(1, null, "{}"), Message(0, "key", "{}"));
        var report = new MaintenanceReport();

        await new DeadLetterReportTask(() => [DeadLetterQueues.Of(kafka, topic)]).RunAsync(report, null, TestContext.Current.CancellationToken);

        Assert.Equal(2, report.Counts["waiting"]);
        Assert.Equal(2, report.Counts.Where(count => count.Key.StartsWith("reason:", StringComparison.Ordinal)).Sum(count => count.Value));
        Assert.DoesNotContain("redriven", report.Counts.Keys);
    }

    private static bool Names(string user, StoredDeadLetter letter) => new LettersOfUser(user).Names(letter);

    private static StoredDeadLetter Letter(long offset, string? key, string value, params (string Name, string Value)[] headers) =>
        StoredDeadLetter.Of(new ConsumeResult<byte[]?, byte[]?> { Topic = "t", Partition = 0, Offset = 0, Message = Message(offset, key, value, headers) });

    private static Message<byte[]?, byte[]?> Message(long offset, string? key, string value, params (string Name, string Value)[] headers)
    {
        var all = new Headers { { DeadLetterHeaders.Reason, "not-json"u8.ToArray() }, { DeadLetterHeaders.Origin, Encoding.UTF8.GetBytes($"log/0/{offset}") }, { DeadLetterHeaders.Offset, Encoding.UTF8.GetBytes($"{offset}") } };
        foreach (var (name, text) in headers)
            all.Add(name, Encoding.UTF8.GetBytes(text));
        return new Message<byte[]?, byte[]?> { Key = key is null ? null : Encoding.UTF8.GetBytes(key), Value = Encoding.UTF8.GetBytes(value), Headers = all };
    }

    private async Task WriteAsync(Topic topic, params Message<byte[]?, byte[]?>[] letters)
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, Acks = Acks.All }).Build();
        foreach (var letter in letters)
            await producer.ProduceAsync(topic.DeadLetters, letter, TestContext.Current.CancellationToken);
    }
}
