using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OrleansState.LocalCluster.Members;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Events;

/// <summary>What users were told happens is told to consumers too, once in effect and in order, whatever dies between the two.</summary>
public sealed class ToldEventsTests(RedisFixture redis) : IAsyncLifetime
{
    private const int Shoppers = 12;
    private const int Orders = 5;

    private ProcessCluster? _cluster;

    private ProcessCluster Cluster => _cluster!;

    private ChangeTopic Changes => new(Cluster.Kafka!.BootstrapServers);

    public async ValueTask InitializeAsync()
    {
        if (!LongTests.AreWanted)
            return;
        redis.RequireRealRedis();
        KafkaFixture.RequireInstalled();
        _cluster = await ProcessCluster.StartAsync(
            new ClusterPlan { Silos = 2, WithKafka = true, EventPartitions = 3, Settings = new Dictionary<string, string?> { ["RateLimit:Enabled"] = "false" } },
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    [LongFact]
    public async Task Each_order_is_told_once_and_in_order_though_a_silo_dies_by_kill_9_in_the_middle()
    {
        var shoppers = await ArriveAsync();
        await Task.WhenAll(shoppers.Select(shopper => shopper.OrderAsync()));
        var ordering = shoppers.Select(shopper => OrderOnAsync(shopper, Orders - 1)).ToArray();

        await Cluster.Silos[0].KillAsync();
        await Task.WhenAll(ordering);

        await AreToldAsync(shoppers);
    }

    [LongFact]
    public async Task What_was_decided_while_Kafka_was_away_is_told_by_another_silo_than_the_one_that_decided_it_and_died()
    {
        var shoppers = await ArriveAsync();
        await Task.WhenAll(shoppers.Select(shopper => shopper.OrderAsync()));
        await Changes.ReadAsync([.. shoppers.Select(shopper => shopper.UserId)], 1);
        Cluster.Kafka!.Broker!.Kill();
        await Task.WhenAll(shoppers.Select(shopper => OrderOnAsync(shopper, Orders - 1)));
        MemberProcess? teller = null;
        await Eventually.UntilAsync("a silo whose events are degraded", async () => (teller = await FindAsync("degraded")) is not null);

        // Between the write that tells and the publishing lies a Kafka that is away.
        await teller!.KillAsync();
        await Cluster.Kafka.Broker.RestartAsync(TestContext.Current.CancellationToken);

        await AreToldAsync(shoppers);
        await Eventually.UntilAsync("no silo whose events are degraded", async () => await FindAsync("degraded") is null);
        Assert.NotNull(await FindAsync("healthy"));
    }

    private static async Task OrderOnAsync(Shopper shopper, int orders)
    {
        for (var i = 0; i < orders; i++)
            await shopper.OrderAsync();
    }

    private async Task<IReadOnlyList<Shopper>> ArriveAsync() => await Task.WhenAll(Enumerable.Range(0, Shoppers).Select(_ => Shopper.ArriveAsync(Cluster.Apis[0].Url)));

    /// <summary>Nobody comes back: what a dead silo left in the records of carts is found without a call.</summary>
    private async Task AreToldAsync(IReadOnlyList<Shopper> shoppers)
    {
        var changes = await Changes.ReadAsync([.. shoppers.Select(shopper => shopper.UserId)], Orders);
        foreach (var shopper in shoppers)
        {
            var told = changes.Where(change => change.User == shopper.UserId).DistinctBy(change => change.Id).ToList();
            Assert.Equal(shopper.Orders, told.Select(change => (string)change.Data["order_id"]!));
            Assert.Equal(told.Select(change => (int)change.Data["cart"]!["version"]!).Order(), told.Select(change => (int)change.Data["cart"]!["version"]!));
            shopper.Dispose();
        }
    }

    /// <summary>A silo that lives and can serve, whose events are so.</summary>
    private async Task<MemberProcess?> FindAsync(string status)
    {
        using var http = new HttpClient();
        foreach (var silo in Cluster.Silos.Where(silo => silo.State is MemberState.Running))
        {
            using var answer = await http.GetAsync(new Uri(silo.Url, "/health/ready"), TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode);
            if ((string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["checks"]!["events"] == status)
                return silo;
        }

        return null;
    }
}
