using System.Net;
using OrleansState.Api.Tests.Harness;
using OrleansState.TestServers;
using OrleansState.TestServers.Redis;

namespace OrleansState.Api.Tests.Faults;

[Collection<StoreFaults>]
public sealed class ErasureEndsTests(FaultCluster cluster)
{
    private const int MaxTries = 20;

    [LongFact]
    public async Task An_erasure_that_its_silo_did_not_survive_ends_by_itself()
    {
        // Behind its first write, which says that it has begun. Where the record of that had to be read first, it is the one after.
        await (await cluster.Nobody.NewGuestAsync()).AskAsync(HttpMethod.Delete, "/me");
        var (account, user, answer) = await EraseAsync();
        // A silo looks at the store by itself now and then, and that look may be what was cut.
        for (var tries = 1; answer.Status == HttpStatusCode.NoContent && tries < MaxTries; tries++)
            (account, user, answer) = await EraseAsync();
        cluster.Proxy.RefuseAll();
        await cluster.KillSiloAsync();
        cluster.Proxy.Heal();
        await cluster.RestartSiloAsync();

        Assert.Equal("urn:orleansstate:problem:outcome-unknown", (string?)answer.Json["type"]);
        await Eventually.UntilAsync("the end of the erasure", async () => await user.StatusOfAsync("/cart") == HttpStatusCode.Unauthorized);
        await Eventually.UntilAsync("the name, free again", async () =>
            (await cluster.Nobody.AskAsync(HttpMethod.Post, "/register", account.Credentials)).Status == HttpStatusCode.Created);
    }

    private async Task<(Account Account, Somebody User, Answer Answer)> EraseAsync()
    {
        cluster.Proxy.Heal();
        var account = await cluster.Nobody.RegisterAsync();
        var user = await (await cluster.Nobody.LogInAsync(account)).PutAsync("apple", 2);
        cluster.Proxy.CutAt(0, CallCut.BehindIt);
        return (account, user, await user.SendAsync(HttpMethod.Delete, "/me"));
    }
}
