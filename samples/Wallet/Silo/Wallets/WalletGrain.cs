using Orleans.Concurrency;
using OrleansState;

namespace Wallets;

/// <summary>Keeps one user's wallet. Reentrant, so that turns which wait for the store share a write.</summary>
[Reentrant]
[GrainType("wallet")]
public sealed class WalletGrain : Grain, IWalletGrain
{
    private readonly IDurableState<WalletState> _state;
    private readonly TimeProvider _clock;

    public WalletGrain([DurableState("wallet", User = UserRelation.KeyIsUserId, FromLog = true)] IDurableState<WalletState> state, TimeProvider clock)
        => (_state, _clock) = (state, clock);

    public Task<Reply<long>> TopUpAsync(long amountMinorUnits, CommandContext? context) =>
        _state.CommitAsync(wallet => WalletRules.TopUp(wallet, amountMinorUnits), context);

    public Task<Reply<long>> PayAsync(long amountMinorUnits, CommandContext? context) =>
        _state.CommitAsync(wallet => WalletRules.Pay(wallet, amountMinorUnits), context);

    public Task<Reply<long>> HoldAsync(long amountMinorUnits, CommandContext? context) =>
        _state.CommitAsync(wallet => WalletRules.Hold(wallet, amountMinorUnits, _clock.GetUtcNow()), context);

    public Task<Reply<long>> PayHeldAsync(CommandContext? context) => _state.CommitAsync(WalletRules.PayHeld, context);

    public Task<LogReceipt> DepositAsync(LogBatch<long> deposits) => _state.ApplyAsync(deposits, WalletRules.TopUp);

    public async Task<Reply<long>> GetAsync()
    {
        var wallet = await _state.ReadAsync();
        return new Reply<long>(wallet.State.BalanceMinorUnits, null, wallet.ETag);
    }
}
