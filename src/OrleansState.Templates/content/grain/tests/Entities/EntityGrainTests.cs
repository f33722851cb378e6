using OrleansState;
using Shop.Entities;

namespace Shop.Tests.Entities;

/// <summary>The grain in a silo, on a store that is real.</summary>
public sealed class EntityGrainTests(SiloFixture silo)
{
    private readonly IEntityGrain _grain = silo.Grains.GetGrain<IEntityGrain>(Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task What_was_added_is_read_after_the_grain_has_left_the_memory()
    {
        await _grain.AddAsync(7);

        await silo.DeactivateAsync(_grain);

        Assert.Equal(7, (await _grain.GetAsync()).Value);
    }

    [Fact]
    public async Task The_same_key_twice_takes_effect_once()
    {
        var context = new CommandContext(Key: IdempotencyKey.Create("a key", "add 7"));

        Assert.Equal(7, (await _grain.AddAsync(7, context)).Value);
        var again = await _grain.AddAsync(7, context);

        Assert.True(again.Replayed);
        Assert.Equal(7, again.Value);
        Assert.Equal(7, (await _grain.GetAsync()).Value);
    }

    [Fact]
    public async Task A_hundred_calls_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _grain.AddAsync(1)));

        Assert.Equal(100, (await _grain.GetAsync()).Value);
    }
}
