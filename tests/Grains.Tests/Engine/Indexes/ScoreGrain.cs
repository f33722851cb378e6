namespace OrleansState.Grains.Tests.Engine.Indexes;

[Alias("orleansstate.tests.IScoreGrain")]
public interface IScoreGrain : IGrainWithStringKey
{
    [Alias("Add")]
    Task AddAsync(string game, long points);

    [Alias("Erase")]
    Task EraseAsync();
}

[GrainType("tests-score")]
internal sealed class ScoreGrain([DurableState("score", User = UserRelation.None)] IDurableState<Score> state) : Grain, IScoreGrain
{
    public Task AddAsync(string game, long points) => state.CommitAsync(score => Score.Add(score, game, points));

    public Task EraseAsync() => state.EraseAsync();
}
