using OrleansState;
using OrleansState.Testing;

namespace Shop.Tests;

public sealed class WalletProof
{
    [Fact]
    public Task Every_history_of_wallets_is_explained_by_some_order_of_its_calls() => new GrainModel<IWalletGrain, long>(10_000)
        .Command("pay", random => random.NextInt64(0, 6_000), (wallet, amount, context) => wallet.PayAsync(amount, context), Pay)
        .ProveAsync();

    private static Decision<long, long> Pay(long balance, long amount) =>
        amount <= 0 ? Decision.Refuse(balance, "amount-not-positive", "")
        : amount > balance ? Decision.Refuse(balance, "balance-too-low", "")
        : Decision.Accept(balance - amount, balance - amount);
}
