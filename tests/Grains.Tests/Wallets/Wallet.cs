using Orleans.Concurrency;

namespace OrleansState.Grains.Tests.Wallets;

// Grains.Interfaces/Wallets/IWalletGrain.cs
[Alias("orleansstate.IWalletGrain")]
public interface IWalletGrain : IGrainWithStringKey
{
    [Alias("Pay")]
    Task<Reply<long>> PayAsync(long amountMinorUnits, CommandContext? context = null);
}

// Grains/Wallets/WalletState.cs: immutable; ids are frozen, fields may be added
[GenerateSerializer, Immutable, Alias("orleansstate.wallet-state")]
internal sealed record WalletState
{
    [Id(0)]
    public long BalanceMinorUnits { get; init; } = 10_000;
}

// Grains/Wallets/WalletRules.cs: pure, so that it is tested without a silo
internal static class WalletRules
{
    public static Decision<WalletState, long> Pay(WalletState wallet, long amount) => (wallet.BalanceMinorUnits - amount) switch
    {
        _ when amount <= 0 => Decision.Refuse(wallet, "amount-not-positive", $"{amount} can't be paid."),
        < 0 => Decision.Refuse(wallet, "balance-too-low", $"The balance is {wallet.BalanceMinorUnits}."),
        var left => Decision.Accept(wallet with { BalanceMinorUnits = left }, left, new Receipt(left)),
    };
}

// Grains/Wallets/WalletGrain.cs
[Reentrant, GrainType("wallet")]
internal sealed class WalletGrain([DurableState("wallet")] IDurableState<WalletState> state) : Grain, IWalletGrain
{
    public Task<Reply<long>> PayAsync(long amount, CommandContext? context) =>
        state.CommitAsync(wallet => WalletRules.Pay(wallet, amount), (_, receipt) => receipt.Number, context);
}
