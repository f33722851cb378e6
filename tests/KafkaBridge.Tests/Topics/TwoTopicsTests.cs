using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansState.Kafka;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Topics;

/// <summary>One bridge, one consumer group, and two topics whose events have nothing in common.</summary>
public sealed class TwoTopicsTests(RedisFixture redis, KafkaFixture kafka)
{
    private const string NotJson = "not json";

    private readonly DepositTopic _deposits = new();

    [Fact]
    public async Task Each_topic_s_events_count_once_though_deliveries_come_twice_and_another_bridge_goes_on()
    {
        using var clicks = await Topic.CreateAsync(kafka);
        using var deposits = await Topic.CreateAsync(kafka);
        // The effect is there and its answer is lost: the same events are delivered again.
        _deposits.FailsAfter = (_, time) => time <= 3 ? new TimeoutException("The answer was lost.") : null;
        await using (var bridge = await StartAsync(clicks, deposits))
        {
            await SendAsync(clicks, deposits, 20);
            await bridge.CountsToAsync("ada", 20);
            await Eventually.UntilAsync("a delivery that is answered after three that were not", () => _deposits.DeliveriesTo("ada") >= 4);
            await ReachedAsync(bridge, clicks, deposits.Name, 20);
            await ComesToAsync(bridge, "ada", 20);
        }

        await SendAsync(clicks, deposits, 10);
        await using var next = await StartAsync(clicks, deposits);
        await next.CountsToAsync("ada", 30);
        await ComesToAsync(next, "ada", 30);
        await ReachedAsync(next, clicks, deposits.Name, 30);
    }

    [Fact]
    public async Task What_can_not_be_used_goes_to_its_own_topic_s_dead_letters_and_is_redriven_to_it()
    {
        using var clicks = await Topic.CreateAsync(kafka, partitions: 1);
        using var deposits = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await StartAsync(clicks, deposits);

        await clicks.SendAsync(NotJson);
        await deposits.SendAsync(NotJson, key: "ada");
        await deposits.SendAsync($"{PurseGrain.Most + 1}", key: "ada", headers: ("trace", "abc"));
        await SendAsync(clicks, deposits, 1);
        await bridge.CountsToAsync("ada", 1);
        await ComesToAsync(bridge, "ada", 1);

        Assert.Equal(["not-json"], clicks.ReadDeadLetters(1).Select(Reason));
        var letters = deposits.ReadDeadLetters(2);
        Assert.Equal(["no-amount", "too-much"], letters.Select(Reason).Order(StringComparer.Ordinal));
        var refused = letters.Single(letter => Reason(letter) == "too-much").Message;
        Assert.Equal((deposits.Name, "ada", "abc"), (
            Text(refused.Headers, DeadLetterHeaders.Topic), Encoding.UTF8.GetString(refused.Key!), Text(refused.Headers, "trace")));

        // As an earlier release wrote it, which could not read what this one can.
        await WriteLetterAsync(deposits, "ada", "7", "some-topic/0/9");
        var queue = bridge.Services.GetRequiredKeyedService<DeadLetterQueue>(deposits.Name);
        for (var time = 1; time <= 2; time++)
            await queue.RedriveAsync([.. queue.List(10).Select(letter => letter.Id)], TestContext.Current.CancellationToken);
        await ComesToAsync(bridge, "ada", 8);
        await SendAsync(clicks, deposits, 1);
        await ComesToAsync(bridge, "ada", 9);
        await bridge.CountsToAsync("ada", 2);
        Assert.Single(bridge.Services.GetRequiredService<DeadLetterQueue>().List(10));
    }

    [Fact]
    public async Task A_topic_whose_handler_fails_stops_no_other_and_goes_on_when_it_does_not()
    {
        using var clicks = await Topic.CreateAsync(kafka, partitions: 1);
        using var deposits = await Topic.CreateAsync(kafka, partitions: 1);
        _deposits.FailsBefore = (_, _) => new InvalidOperationException("The handler has a fault.");
        BridgeMeter? meter = null;
        await using var bridge = await StartAsync(clicks, deposits, services => meter = new BridgeMeter(services));
        using var shown = meter!;

        await SendAsync(clicks, deposits, 5);
        await Eventually.UntilAsync("a second try of the handler", () => _deposits.DeliveriesTo("ada") >= 2);
        await SendAsync(clicks, deposits, 5);
        await bridge.CountsToAsync("ada", 10);
        await bridge.ReachesAsync(clicks, 10);
        await Eventually.UntilAsync("the records of the one topic", () => shown.Counted("bridge_records", clicks.Name) == 10);
        Assert.Equal(0, shown.Counted("bridge_records", deposits.Name));
        Assert.Equal(0, await bridge.Grains.GetGrain<IPurseGrain>("ada").GetAsync());

        _deposits.FailsBefore = (_, _) => null;
        await ComesToAsync(bridge, "ada", 10);
        await Eventually.UntilAsync("the records of the other topic", () => shown.Counted("bridge_records", deposits.Name) == 10);
        Assert.Equal(0, shown.Counted("bridge_dead_letters", deposits.Name));
    }

    [LongFact]
    public async Task A_key_whose_state_can_not_be_read_waits_by_itself()
    {
        using var clicks = await Topic.CreateAsync(kafka, partitions: 1);
        using var deposits = await Topic.CreateAsync(kafka, partitions: 1);
        _deposits.FailsBefore = (key, _) => key == "bob" ? new StateUnreadableException("test-purse/bob", "a later release wrote it") : null;
        await using var bridge = await StartAsync(clicks, deposits);

        await deposits.SendAsync("5", key: "bob");
        await deposits.SendAsync("3", key: "ada");
        await deposits.SendAsync("5", key: "bob");
        await ComesToAsync(bridge, "ada", 3);
        await ReachedAsync(bridge, clicks, deposits.Name, 3);
        Assert.Equal(0, await bridge.Grains.GetGrain<IPurseGrain>("bob").GetAsync());

        _deposits.FailsBefore = (_, _) => null;
        await ComesToAsync(bridge, "bob", 10);
        await deposits.SendAsync("1", key: "bob");
        await ComesToAsync(bridge, "bob", 11);
        await ComesToAsync(bridge, "ada", 3);
    }

    [Fact]
    public async Task A_rebuild_of_a_topic_reads_that_topic_and_knows_what_every_state_has_to_contain()
    {
        using var clicks = await Topic.CreateAsync(kafka, partitions: 1);
        using var deposits = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await StartAsync(clicks, deposits);
        await SendAsync(clicks, deposits, 4);
        await deposits.SendAsync(NotJson, key: "ada");
        await deposits.SendAsync("30", key: "bob");
        await ComesToAsync(bridge, "bob", 30);
        await ReachedAsync(bridge, clicks, deposits.Name, 6);
        var target = new PurseRebuild(bridge.Grains);

        await bridge.Services.GetRequiredKeyedService<IngestRebuild<Deposit>>(deposits.Name).RunAsync(target, fromZero: false, TestContext.Current.CancellationToken);

        Assert.Equal([("ada", 4L, 4L), ("bob", 30L, 30L)], target.Compared.OrderBy(found => found.Key));
    }

    [Theory]
    [InlineData("events", "events.dlq", "events")]
    [InlineData("events", "other", "other")]
    [InlineData("other", "events", "deposits")]
    public void A_topic_that_is_added_twice_or_is_another_s_dead_letters_is_refused(string first, string deadLetters, string second)
    {
        var ingest = new ServiceCollection().AddKafkaTopics().AddTopic<Deposit>(
            first, _ => throw new NotSupportedException(), _ => throw new NotSupportedException(), topic => topic.DeadLetterTopic = deadLetters);

        Assert.Throws<InvalidOperationException>(() => ingest.AddTopic<Deposit>(
            second, _ => throw new NotSupportedException(), _ => throw new NotSupportedException(), topic => topic.DeadLetterTopic = second == "deposits" ? "other" : null));
    }

    [Fact]
    public async Task A_bridge_without_a_topic_says_so_when_it_starts()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IClusterClient>(_ => throw new NotSupportedException());
        builder.Services.AddKafkaIngest(options => (options.BootstrapServers, options.GroupId) = ("127.0.0.1:9", "group"));
        using var host = builder.Build();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("AddTopic", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_nobody_can_read_with_end_the_start_and_are_named()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<IClusterClient>(_ => throw new NotSupportedException());
        builder.Services.AddKafkaIngest(options => options.Client["enable.auto.commit"] = "true");
        _deposits.AddTo(builder.Services, "deposits");
        using var host = builder.Build();

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["Kafka:BootstrapServers", "Kafka:Client:enable.auto.commit", "Kafka:GroupId"], fault.Failures.Select(failure => failure.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    private Task<BridgeHost> StartAsync(Topic clicks, Topic deposits, Action<IServiceProvider>? watch = null) => BridgeHost.StartAsync(
        redis.ConnectionString, kafka.BootstrapServers, clicks.Name, replace: services => _deposits.AddTo(services, deposits.Name), watch: watch);

    /// <summary>So many clicks of Ada, and as many deposits of one into her purse.</summary>
    private static async Task SendAsync(Topic clicks, Topic deposits, int events)
    {
        for (var i = 0; i < events; i++)
            await Task.WhenAll(clicks.ClickAsync("ada"), deposits.SendAsync("1", key: "ada"));
    }

    /// <summary>Waits until a purse holds this much, and no more.</summary>
    private static async Task ComesToAsync(BridgeHost bridge, string key, long total)
    {
        var held = 0L;
        await Eventually.UntilAsync($"{total} in the purse of {key}", async () => (held = await bridge.Grains.GetGrain<IPurseGrain>(key).GetAsync()) >= total);
        Assert.Equal(total, held);
    }

    /// <summary>Waits until the second topic's checkpoint, which the first one's group has, stands there.</summary>
    private static async Task ReachedAsync(BridgeHost bridge, Topic clicks, string deposits, long offset)
    {
        var checkpoint = bridge.Grains.GetGrain<ICheckpointGrain>($"{clicks.Name}/{deposits}/0");
        await Eventually.UntilAsync($"the checkpoint of {deposits} at {offset}", async () => (await checkpoint.GetAsync()).NextOffset == offset);
    }

    private async Task WriteLetterAsync(Topic topic, string key, string value, string origin)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, Acks = Acks.All }).Build();
        var headers = new Headers { { DeadLetterHeaders.Reason, "no-amount"u8.ToArray() }, { DeadLetterHeaders.Origin, Encoding.UTF8.GetBytes(origin) } };
        await producer.ProduceAsync(
            topic.DeadLetters, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(key), Value = Encoding.UTF8.GetBytes(value), Headers = headers }, TestContext.Current.CancellationToken);
    }

    private static string? Reason(ConsumeResult<byte[]?, byte[]?> letter) => Text(letter.Message.Headers, DeadLetterHeaders.Reason);

    private static string? Text(Headers headers, string name) => headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Holds each purse against the sum of what lies below the checkpoint.</summary>
    private sealed class PurseRebuild(IGrainFactory grains) : IRebuildTarget<Deposit>
    {
        private readonly Dictionary<string, long> _certain = new(StringComparer.Ordinal);
        private readonly ConcurrentBag<(string Key, long Certain, long Held)> _compared = [];

        public IReadOnlyCollection<string> Keys => _certain.Keys;

        public IReadOnlyCollection<(string Key, long Certain, long Held)> Compared => _compared;

        public void Add(string key, int partition, LoggedEvent<Deposit> logged, bool isCertain) =>
            _certain[key] = _certain.GetValueOrDefault(key) + (isCertain ? logged.Event.Amount : 0);

        public async Task<RebuildVerdict> CompareAsync(string key, RebuildBasis basis)
        {
            _compared.Add((key, _certain[key], await grains.GetGrain<IPurseGrain>(key).GetAsync()));
            return RebuildVerdict.Done;
        }
    }
}
