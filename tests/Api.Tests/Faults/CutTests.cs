using OrleansState.Api.Tests.Harness;
using OrleansState.TestServers;
using OrleansState.TestServers.Redis;

namespace OrleansState.Api.Tests.Faults;

/// <summary>
/// The connection to the store is cut at every call that a route makes to it, before the call and behind it, between real
/// processes. What the answer says is held against what became of the state, and the same words are sent again.
/// </summary>
[Collection<StoreFaults>]
public sealed class CutTests(FaultCluster cluster, ApiFixture api)
{
    private const int MostCalls = 40;

    /// <summary>Routes that have nothing to do with the store; a history asks it nothing where there is no Kafka, as here.</summary>
    private static readonly string[] Storeless = ["ListDeadLetters", "RedriveDeadLetters", "GetPublicKeys", "GetUserHistory"];

    /// <summary>Routes that read indexes alone, from the Api, and the runs that go on beside their calls.</summary>
    private static readonly string[] BesideTheStates = ["GetCartStats", "GetClickStats", "GetTopUsers", "GetTrending", "ListMaintenance", "RunMaintenance", "WatchStats"];

    /// <summary>Streams, which stay open through a cut.</summary>
    private static readonly string[] Streams = ["WatchCart", "WatchClicks"];

    public static TheoryData<string> Names => [.. Scenes.All.Keys];

    [LongFact]
    public async Task Every_route_of_the_document_is_cut()
    {
        var document = (await api.SendAsync(HttpMethod.Get, "/openapi/v1.json")).Json;
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(call => (string)call.Value!["operationId"]!);
        Assert.Equal(operations.Except(Storeless).Except(BesideTheStates).Except(Streams).Order(), Scenes.All.Keys.Select(name => name.Split(' ')[0]).Distinct().Order());
    }

    [LongTheory]
    [MemberData(nameof(Names))]
    public async Task Cut_at_any_call_to_the_store_it_says_what_is_and_can_be_sent_again(string name)
    {
        foreach (var cut in Enum.GetValues<CallCut>())
        {
            var calls = 0;
            while (await IsCutAsync(name, calls, cut))
                Assert.True(++calls < MostCalls, $"{name} made {calls} calls to the store and goes on.");
        }
    }

    /// <returns>Whether there was a call to be cut.</returns>
    private async Task<bool> IsCutAsync(string name, int callsBefore, CallCut cut)
    {
        var scene = await Scenes.All[name](cluster.Nobody);
        var before = await scene.LookAsync();
        cluster.Proxy.CutAt(callsBefore, cut);
        var answer = await scene.SendAsync();
        var wasCut = cluster.Proxy.HasCut;
        cluster.Proxy.Heal();
        await scene.CheckAsync(answer, before, $"{name}, cut {cut} after {callsBefore} calls");
        return wasCut;
    }
}
