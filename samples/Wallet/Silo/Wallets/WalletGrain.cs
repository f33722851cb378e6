using Orleans.Concurrency;
using OrleansState;

namespace Wallets;

/// <summary>Keeps one user's wallet. Reentrant, so that turns which wait for the store share a write.</summary>
[Reentrant]
[GrainType("wallet")]
public sealed class WalletGrain([DurableState("wallet", User = UserRelation.KeyIsUserId)] IDurableState<WalletState> state) : Grain, IWalletGrain
{
    public Task<Reply<long>> TopUpAsync(long amountMinorUnits, CommandContext? context) =>
        state.CommitAsync(wallet => WalletRules.TopUp(wallet, amountMinorUnits), context);

    public Task<Reply<long>> PayAsync(long amountMinorUnits, CommandContext? context) =>
        state.CommitAsync(wallet => WalletRules.Pay(wallet, amountMinorUnits), context);

    public async Task<Reply<long>> GetAsync()
    {
        var wallet = await state.ReadAsync();
        return new Reply<long>(wallet.State.BalanceMinorUnits, null, wallet.ETag);
    }
}
