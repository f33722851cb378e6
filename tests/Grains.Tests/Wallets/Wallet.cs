using Orleans.Concurrency;
using OrleansState;

namespace Shop;

public interface IWalletGrain : IGrainWithStringKey
{
    Task<Reply<long>> PayAsync(long amount, CommandContext? context = null);
}

[GenerateSerializer, Immutable, Alias("wallet")]
public sealed record Wallet
{
    [Id(0)] public long Balance { get; init; } = 10_000;
}

[Reentrant]
public sealed class WalletGrain([DurableState("wallet", User = UserRelation.KeyIsUserId)] IDurableState<Wallet> state) : Grain, IWalletGrain
{
    public Task<Reply<long>> PayAsync(long amount, CommandContext? context) => state.CommitAsync(wallet => Pay(wallet, amount), context);

    private static Decision<Wallet, long> Pay(Wallet wallet, long amount) => (wallet.Balance - amount) switch
    {
        _ when amount <= 0 => Decision.Refuse(wallet, "amount-not-positive", $"{amount} can't be paid."),
        < 0 => Decision.Refuse(wallet, "balance-too-low", $"The balance is {wallet.Balance}."),
        var left => Decision.Accept(wallet with { Balance = left }, left),
    };
}
