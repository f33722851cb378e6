using OrleansState.Embedded.Redis;
using StackExchange.Redis;

namespace OrleansState.Guides.Tests.WatchMulti;

/// <summary>What the guide says of both.</summary>
public sealed class ShowTests(GuideSilo silo)
{
    [Fact]
    public async Task Before_a_seat_is_reserved_once_and_a_lost_answer_says_that_it_is_taken()
    {
        var directory = Directory.CreateTempSubdirectory("orleans-state-guides-");
        using (var server = EmbeddedRedis.Start(directory.FullName))
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
            var seats = new Seats(redis.GetDatabase());

            Assert.True(await seats.ReserveAsync("show", "A1", "ada"));
            Assert.False(await seats.ReserveAsync("show", "A1", "ada"));
        }

        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task After_a_seat_is_reserved_once_and_a_lost_answer_comes_again()
    {
        var show = silo.NewGrain<IShowGrain>();
        var context = new CommandContext(Key: IdempotencyKey.Create("a key", "A1"));

        Assert.Equal(1, (await show.ReserveAsync("A1", "ada", context)).Value);
        Assert.Equal(1, (await show.ReserveAsync("A1", "ada", context)).Value);
        Assert.Equal("seat-taken", (await show.ReserveAsync("A1", "bob")).Refusal?.Code);
    }

    [Fact]
    public async Task Of_a_hundred_at_once_one_gets_the_seat_and_nobody_tries_again()
    {
        var show = silo.NewGrain<IShowGrain>();

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => show.ReserveAsync("A1", $"user {n}")));

        Assert.Single(replies, reply => reply.Refusal is null);
    }

    [Fact]
    public async Task A_user_has_at_most_four_seats_however_many_calls_come_at_once()
    {
        var show = silo.NewGrain<IShowGrain>();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => show.ReserveAsync($"A{n}", "ada")));

        Assert.Equal(ShowRules.MaxSeatsOfAUser, replies.Count(reply => reply.Refusal is null));
    }
}
