using OrleansState.ExactlyOnceProof;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.ExactlyOnce;

/// <summary>The proof that <c>tools/ExactlyOnceProof</c> makes at full size, at a size that every change can wait for.</summary>
public sealed class ProofTests(RedisFixture redis, KafkaFixture kafka)
{
    [Fact]
    public async Task Every_event_counts_once_though_bridges_silos_and_the_store_die_and_the_store_loses_its_tail()
    {
        redis.RequireRealRedis();
        _ = kafka.Broker;
        var plan = new ProofPlan { Events = 20_000, Users = 1_000, Poison = 10, Silos = 2, BridgeKills = 2, SiloKills = 2, Losses = 1, Joins = 0 };
        using var output = new StringWriter();

        var wrong = await Proof.RunAsync(plan, output, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
        Assert.Empty(wrong);
    }
}
