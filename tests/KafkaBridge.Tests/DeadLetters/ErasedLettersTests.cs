using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansState.Erasure;
using OrleansState.Kafka;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;
using OrleansState.Users;

namespace OrleansState.KafkaBridge.Tests.DeadLetters;

/// <summary>Dead letters of users who are erased, on a real broker.</summary>
public sealed class ErasedLettersTests(RedisFixture redis, KafkaFixture kafka)
{
    private readonly string _ada = NewId();
    private readonly string _guest = Guests.NewId(TimeProvider.System.GetUtcNow());
    private readonly string _bob = NewId();

    [Fact]
    public async Task After_an_erasure_no_letter_names_the_user_and_all_others_are_as_they_were()
    {
        using var topic = await CreateAsync();
        await using var bridge = await StartAsync(topic);
        await WriteAsync(topic, Letter(0, _bob, "{}"), Letter(1, _ada, "{}"), Letter(2, null, $"not json, but of {_ada}"), Letter(3, "key", "{}", _guest), Letter(4, "other", "", "x"));
        var before = topic.ReadDeadLetters(5).Select(Text).ToList();

        await EraseAsync(bridge, _ada);
        await EraseAsync(bridge, _guest);
        await GoneAsync(bridge, _ada, _guest);

        Assert.Equal([before[0], before[4]], topic.ReadDeadLetters(2).Select(Text).Order());
    }

    [Fact]
    public async Task What_can_not_be_used_of_an_erased_user_becomes_no_letter()
    {
        using var topic = await CreateAsync();
        await using var bridge = await StartAsync(topic);
        await EraseAsync(bridge, _ada);

        await topic.SendAsync($$"""{"user_id":"{{_ada}}"}""");
        await topic.SendAsync($$"""{"user_id":"{{_bob}}"}""");

        Assert.Contains(_bob, Text(topic.ReadDeadLetters(1).Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_was_redriven_stays_that_when_it_is_moved()
    {
        using var topic = await CreateAsync();
        await using var bridge = await StartAsync(topic);
        var queue = bridge.Services.GetRequiredService<DeadLetterQueue>();
        await WriteAsync(topic, Letter(0, null, $$"""{"user_id":"{{_bob}}","action":"click"}"""), Letter(1, null, $$"""{"user_id":"{{_ada}}","action":"click"}"""));
        Assert.Equal(new Redriven(2, 0), await queue.RedriveAsync(null, TestContext.Current.CancellationToken));
        await bridge.CountsToAsync(_bob, 1);

        await EraseAsync(bridge, _ada);
        await GoneAsync(bridge, _ada);

        Assert.True(Assert.Single(queue.List(10)).IsRedriven);
        Assert.Equal(new Redriven(0, 0), await queue.RedriveAsync(null, TestContext.Current.CancellationToken));
        Assert.Equal(new Redriven(1, 0), await queue.RedriveAsync([queue.List(10)[0].Id], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Where_the_topic_deletes_nothing_letters_stay_once_and_the_log_says_so()
    {
        using var log = new HeardLog();
        using var topic = await CreateAsync(new Dictionary<string, string> { ["cleanup.policy"] = "compact" });
        await using var bridge = await StartAsync(topic, log);
        await WriteAsync(topic, Letter(0, _bob, "{}"), Letter(1, _ada, "{}"));

        await EraseAsync(bridge, _ada);
        await Eventually.UntilAsync("a warning", () => log.Warnings.Any(line => line.Contains("erased users could not be deleted", StringComparison.Ordinal)), TimeSpan.FromMinutes(1));

        topic.ReadDeadLetters(2);
    }

    private static string NewId() => Guid.CreateVersion7().ToString("N");

    private Task<Topic> CreateAsync(IReadOnlyDictionary<string, string>? deadLetters = null) =>
        Topic.CreateAsync(kafka, new Dictionary<string, string>(), deadLetters: deadLetters);

    private async Task<BridgeHost> StartAsync(Topic topic, HeardLog? log = null)
    {
        var bridge = await BridgeHost.StartAsync(
            redis.ConnectionString, kafka.BootstrapServers, topic.Name, replace: services => _ = log is null ? services : services.AddSingleton<ILoggerProvider>(log));
        await topic.ClickAsync("0");
        await bridge.CountsToAsync("0", 1);
        return bridge;
    }

    private static Task EraseAsync(BridgeHost bridge, string userId) => bridge.Grains.GetGrain<IErasureGrain>(userId).EraseAsync(username: null);

    private static Task GoneAsync(BridgeHost bridge, params string[] users) => Eventually.UntilAsync(
        "the end of the letters",
        () => !bridge.DeadLetters.Read().Any(letter => users.Any(user => Text(letter.Message).Contains(user, StringComparison.Ordinal))),
        TimeSpan.FromMinutes(1));

    private static Message<byte[]?, byte[]?> Letter(int origin, string? key, string value, string trace = "") => new()
    {
        Key = key is null ? null : Encoding.UTF8.GetBytes(key),
        Value = Encoding.UTF8.GetBytes(value),
        Headers = new Headers { { DeadLetterHeaders.Origin, Encoding.UTF8.GetBytes($"log/0/{origin}") }, { "trace", Encoding.UTF8.GetBytes(trace) } },
        Timestamp = new Timestamp(TimeProvider.System.GetUtcNow().AddHours(origin - 24)),
    };

    /// <summary>In this order.</summary>
    private async Task WriteAsync(Topic topic, params Message<byte[]?, byte[]?>[] letters)
    {
        using var producer = KafkaWriter.With(kafka, CompressionType.None);
        await Task.WhenAll(letters.Select(letter => producer.ProduceAsync(new TopicPartition(topic.DeadLetters, 0), letter, TestContext.Current.CancellationToken)));
    }

    private static string Text(ConsumeResult<byte[]?, byte[]?> letter) => Text(letter.Message);

    /// <summary>All that a letter says but where it lies; the origin comes first.</summary>
    private static string Text(Message<byte[]?, byte[]?> letter) => string.Join(
        '|', letter.Headers.Select(header => $"{header.Key}={Latin(header.GetValueBytes())}").Append(Latin(letter.Key)).Append(Latin(letter.Value)).Append($"{letter.Timestamp.UnixTimestampMs}"));

    private static string Latin(byte[]? bytes) => bytes is null ? "none" : Encoding.Latin1.GetString(bytes);
}
