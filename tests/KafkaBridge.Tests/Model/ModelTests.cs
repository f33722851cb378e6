using CsCheck;
using OrleansState.TestServers;

namespace OrleansState.KafkaBridge.Tests.Model;

/// <summary>
/// The bridge's workers and the grains, as they are, over a log and a store in memory that do what a broker and a Redis do
/// once a year: whatever the plan, every event counts once and every unusable record has its dead letter.
/// </summary>
public sealed class ModelTests
{
    private const int RandomPlans = 200;

    /// <summary>How often all plans are gone through for a planted mistake: on a busy machine what a plan wants to happen meanwhile may come too late.</summary>
    private const int Rounds = 5;

    private const int AlwaysInMemory = 0;

    /// <summary>A user's first event is counted without an activation, the second by one.</summary>
    private const int SometimesInMemory = 1;

    private static readonly Gen<Plan> Plans = Gen.Select(
        Gen.Int[0, int.MaxValue],
        Gen.Int[0, 12],
        Gen.Select(Gen.Int[0, 99], Gen.Int[0, 8], Gen.Int[0, 1], Step.Of).Array[6, 30],
        (seed, percent, steps) => new Plan(seed, percent, [new Step(Verb.Start), .. steps]));

    [LongTheory]
    [InlineData(AlwaysInMemory)]
    [InlineData(SometimesInMemory)]
    public async Task Every_event_counts_once_whatever_dies_and_whatever_the_store_loses(int familiar)
    {
        await using var cluster = await WorldCluster.StartAsync(familiar);
        foreach (var plan in KnownPlans.All)
            await new World(cluster, plan, PlantedBug.None).RunAsync();

        await Plans.SampleAsync(plan => new World(cluster, plan, PlantedBug.None).RunAsync(), iter: RandomPlans, threads: 1, print: plan => plan.ToString());
    }

    [LongTheory]
    [InlineData(PlantedBug.CommitBeforeApply)]
    [InlineData(PlantedBug.NoMarks)]
    [InlineData(PlantedBug.CheckpointOutsideTheStore)]
    [InlineData(PlantedBug.CheckpointHeals)]
    [InlineData(PlantedBug.LetterAfterTheOffset)]
    [InlineData(PlantedBug.CountedETags)]
    [InlineData(PlantedBug.EarlierLivesAccepted)]
    [InlineData(PlantedBug.LateWorkerAccepted)]
    [InlineData(PlantedBug.CountedInMemoryOfAnotherEpoch)]
    [InlineData(PlantedBug.CheckpointBeforeEpoch)]
    [InlineData(PlantedBug.WaitingNotNoted)]
    [InlineData(PlantedBug.WaitingNotAsked)]
    [InlineData(PlantedBug.PromotionKeepsTheEpoch)]
    [InlineData(PlantedBug.EmptiedStoreKeepsItsEpoch)]
    [InlineData(PlantedBug.ProgressFromNothing)]
    public async Task A_rule_left_out_is_found_by_the_same_plans(PlantedBug bug)
    {
        // Most of the rules are about what memory still knows.
        await using var cluster = await WorldCluster.StartAsync(AlwaysInMemory);

        var found = await FindAsync(cluster, bug);

        Assert.NotNull(found);
        TestContext.Current.TestOutputHelper?.WriteLine(found.Message);
    }

    private static async Task<Exception?> FindAsync(WorldCluster cluster, PlantedBug bug)
    {
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var plan in KnownPlans.All)
                    await new World(cluster, plan, bug).RunAsync();
                await Plans.SampleAsync(plan => new World(cluster, plan, bug).RunAsync(), iter: RandomPlans, threads: 1, print: plan => plan.ToString());
            }

            return null;
        }
        catch (NotExactException found)
        {
            return found;
        }
        catch (CsCheckException found)
        {
            return found;
        }
    }
}
