using System.Net;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Membership;

/// <summary>What Orleans takes its time over when a silo dies, on real processes and with that time made endless.</summary>
public sealed class SiloDeathTests(RedisFixture redis)
{
    private const int Users = 16;
    private const int MoreCalls = 5;
    private const int MaxDeaths = 5;

    [LongFact]
    public async Task What_a_silo_held_that_died_by_kill_9_is_served_by_the_others_though_no_probe_was_missed()
    {
        await using var cluster = await DeathCluster.StartAsync(redis);
        var users = await cluster.RegisterAsync(Users);
        await Task.WhenAll(users.Select(user => user.AddAsync("apple")));

        await cluster.Victim.KillAsync();

        var adds = users.Select(user => user.AddAsync("pear")).ToArray();
        await Eventually.UntilAsync("an add to every cart after the silo's death", () => adds.All(add => add.IsCompleted));
        await Task.WhenAll(adds);
        foreach (var user in users)
        {
            await user.FindsItsOwnAsync();
            user.Dispose();
        }
    }

    [LongFact]
    public async Task Calls_that_were_under_way_to_a_silo_that_died_by_kill_9_are_answered_though_they_have_time_left()
    {
        await using var cluster = await DeathCluster.StartAsync(redis);
        // A call that had not been sent to it when it died is served by the other one. Then it dies once more, under other calls.
        var broken = 0;
        for (var deaths = 0; broken == 0 && deaths < MaxDeaths; deaths++)
            broken = await CallsBrokenByADeathAsync(cluster);

        Assert.True(broken > 0, "No call was under way to the silo when it died.");
    }

    /// <summary>A silo dies with the calls that lie with it unread.</summary>
    /// <returns>How many of them were told that their outcome is not known.</returns>
    private static async Task<int> CallsBrokenByADeathAsync(DeathCluster cluster)
    {
        await cluster.ReviveAsync();
        var users = await cluster.RegisterPatientAsync(Users);
        cluster.Victim.Pause();
        var adds = users.Select(user => user.AddAsync()).ToArray();
        await Eventually.UntilAsync("an answer of the silo that lives", () => adds.Any(add => add.IsCompleted));
        await Eventually.UntilAsync("the beginning of every call that has no answer yet", async () => await cluster.CallsUnderWayAsync() == adds.Count(add => !add.IsCompleted));
        // The others are sent before these, which begin later, are answered.
        var served = users[Array.FindIndex(adds, add => add.IsCompleted)];
        for (var call = 0; call < MoreCalls; call++)
            Assert.Equal(HttpStatusCode.OK, (await served.AddAsync()).Status);

        await cluster.Victim.KillAsync();

        await Eventually.UntilAsync("an answer to every call that was under way", () => adds.All(add => add.IsCompleted));
        var broken = (await Task.WhenAll(adds)).Where(answer => answer.Status is not HttpStatusCode.OK).ToArray();
        Assert.All(broken, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status));
        Assert.All(broken, answer => Assert.Contains("outcome-unknown", answer.Body, StringComparison.Ordinal));
        foreach (var user in users)
            user.Dispose();
        return broken.Length;
    }
}
