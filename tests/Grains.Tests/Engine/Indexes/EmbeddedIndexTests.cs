using OrleansState.Embedded.Redis;
using OrleansState.Grains.Tests.Engine.Redis;
using OrleansState.LocalCluster.Processes;

namespace OrleansState.Grains.Tests.Engine.Indexes;

/// <summary>Indexes on the embedded Garnet say what the records say, also after a restart.</summary>
public sealed class EmbeddedIndexTests : IDisposable
{
    private readonly RunDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task After_changes_erasures_and_a_restart_each_index_says_what_the_records_say()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Dictionary<string, Score> scores;
        using (var server = EmbeddedRedis.Start(_directory.FullPath))
        {
            await using var silo = await RedisSilo.StartAsync(server.ConnectionString);
            scores = await ScoreIndexes.PlayAsync(new Random(seed), changes: 600, silo);
            await ScoreIndexes.AgreeAsync(ScoreIndexes.Of(silo), scores, andGrowth: true);
        }

        using var restarted = EmbeddedRedis.Start(_directory.FullPath);
        await using var after = await RedisSilo.StartAsync(restarted.ConnectionString);
        await ScoreIndexes.AgreeAsync(ScoreIndexes.Of(after), scores);
    }
}
