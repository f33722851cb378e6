using OrleansState;

namespace Wallets.Tests;

/// <summary>The grain in a silo, on a store that is real.</summary>
public sealed class WalletGrainTests(SiloFixture silo)
{
    private readonly IWalletGrain _wallet = silo.Grains.GetGrain<IWalletGrain>(Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task The_balance_is_there_after_the_grain_has_left_the_memory()
    {
        await _wallet.TopUpAsync(700);

        await silo.DeactivateAsync(_wallet);

        Assert.Equal(700, (await _wallet.GetAsync()).Value);
    }

    [Fact]
    public async Task A_payment_with_the_same_key_twice_is_made_once()
    {
        var context = new CommandContext(Key: IdempotencyKey.Create("a key", "pay 500"));
        await _wallet.TopUpAsync(700);

        Assert.Equal(200, (await _wallet.PayAsync(500, context)).Value);
        var again = await _wallet.PayAsync(500, context);

        Assert.True(again.Replayed);
        Assert.Equal(200, again.Value);
        Assert.Equal(200, (await _wallet.GetAsync()).Value);
    }

    [Fact]
    public async Task Of_a_hundred_payments_at_once_no_more_are_made_than_there_is_money_for()
    {
        await _wallet.TopUpAsync(60);

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _wallet.PayAsync(1)));

        Assert.Equal(60, replies.Count(reply => reply.Refusal is null));
        Assert.Equal(0, (await _wallet.GetAsync()).Value);
    }
}
