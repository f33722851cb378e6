using OrleansState.Bench.Targets.Grains;
using OrleansState.Clicks;
using OrleansState.LocalCluster.Redis;
using StackExchange.Redis;

namespace OrleansState.Bench.Rows.Memory;

/// <summary>Counters that remember as many keys as they may.</summary>
internal sealed class KeyCost(GrainSilo silo, RedisServer redis, int grains, int keysOfEach)
{
    private long _bytesWithoutKeys;

    public int Grains => grains;

    /// <summary>The counters, with their count and no key.</summary>
    public async Task WarmAsync()
    {
        for (var i = 0; i < grains; i++)
            await Grain(i).IncrementAsync("click");
        _bytesWithoutKeys = await RecordsAsync();
    }

    public async Task FillAsync(int i)
    {
        for (var key = 0; key < keysOfEach; key++)
        {
            var reply = await Grain(i).IncrementAsync("click", new CommandContext { Key = IdempotencyKey.Create($"{i}-{key}", "click") });
            if (reply.Refusal is not null)
                throw new WrongAnswerException($"A key was refused: {reply.Refusal.Message}");
        }
    }

    /// <summary>Bytes of the stored record for each key.</summary>
    public async Task<double> RecordBytesAsync() => (double)(await RecordsAsync() - _bytesWithoutKeys) / grains / keysOfEach;

    private IClickCounterGrain Grain(int i) => silo.Grains.GetGrain<IClickCounterGrain>($"k{i}");

    private async Task<long> RecordsAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var lengths = await Task.WhenAll(Enumerable.Range(0, grains).Select(i => connection.GetDatabase().StringLengthAsync($"bench/clicks/k{i}")));
        return lengths.All(l => l > 0) ? lengths.Sum() : throw new WrongAnswerException("A record is not where its grain writes it.");
    }
}
