using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Grains.Tests.Engine.Redis;

namespace OrleansState.Grains.Tests.Engine.Indexes;

/// <summary>What the indexes of scores say, held against the scores themselves.</summary>
internal static class ScoreIndexes
{
    private static readonly string[] Games = ["chess", "go", "", "tab\tand ümlaut"];

    /// <summary>Random changes of many scores at once, erasures among them, on one silo or in turns on several.</summary>
    public static async Task<Dictionary<string, Score>> PlayAsync(Random random, int changes, params RedisSilo[] silos)
    {
        var scores = Enumerable.Range(0, 20).ToDictionary(i => $"player-{i}", _ => new Score());
        foreach (var round in Enumerable.Range(0, changes).Chunk(scores.Count))
        {
            // One change a player and round: which of two comes first would be open.
            var moves = scores.Keys.Order(StringComparer.Ordinal).Take(round.Length)
                .Select(player => (Player: player, Game: Games[random.Next(Games.Length)], Points: random.Next(-20, 60), Erased: random.Next(20) == 0, Silo: silos[random.Next(silos.Length)]))
                .ToList();
            await Task.WhenAll(moves.Select(move =>
            {
                var state = move.Silo.Open("score", move.Player, new Score());
                return move.Silo.Turn(async () =>
                    move.Erased ? await state.EraseAsync() : (await state.CommitAsync(score => Score.Add(score, move.Game, move.Points))).Refusal is null);
            }));
            foreach (var move in moves)
                scores[move.Player] = move.Erased ? new Score() : Score.Add(scores[move.Player], move.Game, move.Points).State;
        }

        return scores;
    }

    public static async Task AgreeAsync(IStateIndexes indexes, Dictionary<string, Score> scores, bool andGrowth = false)
    {
        Assert.Equal(scores.Values.Sum(score => score.Total), await indexes.SumAsync("score/total"));
        Assert.Equal(ByGame(scores), (await indexes.SumsAsync("score/by-game")).ToImmutableSortedDictionary(StringComparer.Ordinal));
        var players = scores.Where(score => score.Value.Total != 0).Select(score => new IndexEntry(score.Key, score.Value.Total)).ToList();
        Assert.Equal(players.Count, await indexes.CountAsync("score/all"));
        Assert.Equal(
            players.Select(entry => entry with { Score = Math.Truncate(entry.Score / 10) }).OrderByDescending(entry => entry.Score).ThenByDescending(entry => entry.Key, StringComparer.Ordinal),
            await indexes.HighestAsync("score/all", 100));
        // Of those with equal scores any may be the last that is kept.
        var best = await indexes.HighestAsync("score/best", 3);
        Assert.Equal(players.Select(entry => entry.Score).OrderDescending().Take(3), best.Select(entry => entry.Score));
        Assert.All(best, entry => Assert.Contains(entry, players));
        if (andGrowth)
            Assert.NotEmpty(await indexes.GrowthAsync("score/by-game", Trends.LongestWindow));
    }

    public static IStateIndexes Of(RedisSilo silo) => silo.Services.GetRequiredService<IStateIndexes>();

    private static ImmutableSortedDictionary<string, long> ByGame(Dictionary<string, Score> scores) => scores.Values
        .SelectMany(score => score.Points)
        .GroupBy(points => points.Key, points => points.Value)
        .Select(game => KeyValuePair.Create(game.Key, game.Sum()))
        .Where(game => game.Value != 0)
        .ToImmutableSortedDictionary(StringComparer.Ordinal);
}
