using Microsoft.Extensions.DependencyInjection;
using OrleansState;
using OrleansState.Testing;

namespace Wallets.Tests;

/// <summary>Whatever the store does, and however calls, retries and activations meet: some order of the calls explains every answer.</summary>
public sealed class WalletProof
{
    [Fact]
    public Task Every_history_of_wallets_is_explained_by_some_order_of_its_calls() => new GrainModel<IWalletGrain, long>(0)
        .Command("top-up", random => random.NextInt64(1, 100), (wallet, amount, context) => wallet.TopUpAsync(amount, context), (balance, amount) =>
            Decision.Accept(balance + amount, balance + amount))
        .Command("pay", random => random.NextInt64(0, 120), (wallet, amount, context) => wallet.PayAsync(amount, context), Pay)
        .Read("get", async wallet => (await wallet.GetAsync()).Value, balance => balance)
        .ProveAsync(new HistoryOptions { ConfigureSilo = silo => silo.Services.AddSingleton<IEventPublisher>(new KeptEvents()) });

    private static Decision<long, long> Pay(long balance, long amount) =>
        amount <= 0 ? Decision.Refuse(balance, WalletRefusals.AmountNotPositive, "")
        : amount > balance ? Decision.Refuse(balance, WalletRefusals.BalanceTooLow, "")
        : Decision.Accept(balance - amount, balance - amount);
}
