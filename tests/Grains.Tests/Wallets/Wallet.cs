using Orleans.Concurrency;
using OrleansState.Commands;
using OrleansState.Grains.Engine;
using OrleansState.Grains.Engine.Idempotency;
using OrleansState.Replies;

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
internal sealed record WalletState([property: Id(0)] long BalanceMinorUnits);

// Grains/Wallets/WalletRules.cs: pure, so that it is tested without a silo
internal static class WalletRules
{
    public static Decision<WalletState, long> Pay(WalletState wallet, long amount) => amount > wallet.BalanceMinorUnits
        ? Decision<WalletState, long>.Refuse(wallet, "balance-too-low", $"The balance is {wallet.BalanceMinorUnits}.")
        : Decision<WalletState, long>.Accept(new WalletState(wallet.BalanceMinorUnits - amount), wallet.BalanceMinorUnits - amount, new Receipt(wallet.BalanceMinorUnits - amount));
}

// Grains/Wallets/WalletGrain.cs
[Reentrant, GrainType("wallet")]
internal sealed class WalletGrain(StateEngine engine) : StateGrain<WalletState>(engine, "wallet", new WalletState(10_000)), IWalletGrain
{
    public Task<Reply<long>> PayAsync(long amount, CommandContext? context) =>
        State.CommitAsync(wallet => WalletRules.Pay(wallet, amount), (_, receipt) => receipt.Number, context);
}
