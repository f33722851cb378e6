using OrleansState.TestServers;

namespace OrleansState.Api.Tests.Faults;

/// <summary>Every fault of the store through every route, between real processes: each is told as what it is, and none as a defect.</summary>
[Collection<StoreFaults>]
public sealed class StoreFaultTests(FaultCluster cluster)
{
    public static TheoryData<int, string> Faults => [.. StoreFault.All.Select((fault, number) => (number, fault.Name))];

    [LongTheory]
    [MemberData(nameof(Faults))]
    public async Task Every_route_says_what_is_and_can_be_sent_again(int number, string name)
    {
        var fault = StoreFault.All[number];
        var scenes = await Task.WhenAll(Scenes.All.Select(async scene => (scene.Key, Scene: await scene.Value(cluster.Nobody))));
        var before = await Task.WhenAll(scenes.Select(scene => scene.Scene.LookAsync()));
        await fault.BeginAsync(cluster);
        Harness.Answer[] answers;
        try
        {
            answers = await Task.WhenAll(scenes.Select(scene => scene.Scene.SendAsync()));
        }
        finally
        {
            await fault.EndAsync(cluster);
        }

        await Task.WhenAll(scenes.Select((scene, i) => scene.Scene.CheckAsync(answers[i], before[i], $"{scene.Key} under {name}")));
    }
}
