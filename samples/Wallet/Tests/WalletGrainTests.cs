using OrleansState;

namespace Wallets.Tests;

/// <summary>The grain in a silo.</summary>
public sealed class WalletGrainTests
{
    private readonly string _user = Guid.NewGuid().ToString("N");
    private readonly SiloFixture _fixture;
    private readonly IWalletGrain _wallet;

    public WalletGrainTests(SiloFixture fixture) => (_fixture, _wallet) = (fixture, fixture.Silo.Grains.GetGrain<IWalletGrain>(_user));

    [Fact]
    public async Task The_balance_is_there_after_the_grain_has_left_the_memory()
    {
        await _wallet.TopUpAsync(700);

        await _fixture.Silo.DeactivateAsync(_wallet);

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

    [Fact]
    public async Task A_payment_is_told()
    {
        await _wallet.TopUpAsync(700);
        await _wallet.PayAsync(500);

        Assert.Equal(("wallet_paid", """{"amount_minor_units":500,"balance_minor_units":200}"""), await _fixture.Events.NextOfAsync(_user));
    }

    [Fact]
    public async Task What_is_held_and_not_paid_in_time_is_in_the_balance_again()
    {
        await _wallet.TopUpAsync(700);
        Assert.Equal(200, (await _wallet.HoldAsync(500)).Value);

        _fixture.Silo.Clock.Advance(WalletRules.HoldTime);

        Assert.Equal(700, (await _wallet.GetAsync()).Value);
        Assert.Equal(WalletRefusals.NothingHeld, (await _wallet.PayHeldAsync()).Refusal?.Code);
        Assert.Equal(("wallet_hold_ended", """{"amount_minor_units":500}"""), await _fixture.Events.NextOfAsync(_user));
    }

    [Fact]
    public async Task Deposits_that_come_again_are_put_in_once()
    {
        var deposits = new LogBatch<long>("deposits", 0, _fixture.Silo.Store.Epoch, 0, [new(4, 700), new(5, -1), new(6, 50)]);

        var first = await _wallet.DepositAsync(deposits);
        var again = await _wallet.DepositAsync(deposits);

        Assert.Equal([5L], first.Refused.Select(refused => refused.Offset));
        Assert.Equal(first.Refused, again.Refused);
        Assert.Equal(750, (await _wallet.GetAsync()).Value);
    }
}
