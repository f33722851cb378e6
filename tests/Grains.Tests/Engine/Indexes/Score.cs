using System.Collections.Immutable;

namespace OrleansState.Grains.Tests.Engine.Indexes;

/// <summary>Points by game, of which indexes of each form are made.</summary>
[GenerateSerializer, Immutable, Alias("orleansstate.tests.score")]
internal sealed record Score([property: Id(0)] ImmutableSortedDictionary<string, long> Points)
{
    public const int Best = 5;

    public Score() : this(ImmutableSortedDictionary<string, long>.Empty)
    {
    }

    public long Total => Points.Values.Sum();

    public static void Define(StateDefinition<Score> scores, IServiceProvider services) => scores
        .Forget(score => score.Points.IsEmpty)
        .Sum(0, "total", score => score.Total)
        .Sums(1, "by-game", ByGame, growth: true)
        .Highest(2, "best", score => score.Total == 0 ? null : score.Total, Best)
        .Ordered(3, "all", score => score.Total == 0 ? null : score.Total / 10);

    private static void ByGame(Score score, FieldSums sums)
    {
        foreach (var (game, points) in score.Points)
            sums.Add(game, points);
    }

    /// <summary>Points of a game go up or down; with none left the game goes.</summary>
    public static Decision<Score, long> Add(Score score, string game, long points)
    {
        var sum = score.Points.GetValueOrDefault(game) + points;
        var next = new Score(sum == 0 ? score.Points.Remove(game) : score.Points.SetItem(game, sum));
        return Decision.Accept(next, next.Total);
    }
}
