using OrleansState.ExactlyOnceProof;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.ExactlyOnce;

/// <summary>The proof that <c>tools/ExactlyOnceProof</c> makes at full size, at a size that every change can wait for.</summary>
public sealed class ProofTests(RedisFixture redis, KafkaFixture kafka)
{
    [LongFact]
    public async Task Every_event_counts_once_whatever_dies_stalls_fails_over_or_forgets()
    {
        redis.RequireRealRedis();
        _ = kafka.Broker;
        var plan = new ProofPlan
        {
            Events = 20_000,
            Users = 1_000,
            Poison = 10,
            Silos = 2,
            BridgeKills = 2,
            SiloKills = 1,
            Joins = 0,
            StallTime = TimeSpan.FromSeconds(5),
            Backlog = 80_000,
        };
        using var output = new StringWriter();

        var wrong = await Proof.RunAsync(plan, output, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
        Assert.Empty(wrong);
    }
}
