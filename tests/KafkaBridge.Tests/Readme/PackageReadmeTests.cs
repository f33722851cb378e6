using System.Text;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Kafka;
using OrleansState.KafkaBridge.Tests.Harness;
using OrleansState.TestServers;
using Shop;

namespace OrleansState.KafkaBridge.Tests.Readme;

/// <summary>What the package's README shows is compiled here, and runs.</summary>
public sealed partial class PackageReadmeTests(RedisFixture redis, KafkaFixture kafka)
{
    [Theory]
    [InlineData(0, "DepositIngest.cs")]
    [InlineData(1, "Purse.cs")]
    public void Its_code_is_that_of_the_file_beside_this_test(int block, string file)
    {
        var shown = CodeBlock().Matches(Read("README.md"))[block].Groups["code"].Value;

        Assert.Contains(Plain(shown), Plain(Read(file)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_deposits_are_in_the_purse_once()
    {
        using var clicks = await Topic.CreateAsync(kafka, partitions: 1);
        await using var bridge = await BridgeHost.StartAsync(redis.ConnectionString, kafka.BootstrapServers, clicks.Name, replace: services =>
        {
            services.AddDeposits();
            services.PostConfigure<KafkaIngestOptions>(options => (options.BootstrapServers, options.GroupId) = (kafka.BootstrapServers, clicks.Name));
        });
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, Acks = Acks.All }).Build();

        foreach (var value in new[] { "5", "a lot", "7" })
            await producer.ProduceAsync("deposits", new Message<string, string> { Key = "ada", Value = value }, TestContext.Current.CancellationToken);

        await Eventually.UntilAsync("two deposits", async () => await bridge.Grains.GetGrain<IPurseGrain>("ada").GetAsync() == 12);
        var queue = bridge.Services.GetRequiredKeyedService<DeadLetterQueue>("deposits");
        var letter = Assert.Single(queue.List(10));
        Assert.Equal(("no-deposit", "a lot"), (letter.Reason, Encoding.UTF8.GetString(letter.Message.Value!)));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Readme", file));

    /// <summary>Without the blanks at the lines' beginnings, in which the two differ.</summary>
    private static string Plain(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));

    [GeneratedRegex("```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
