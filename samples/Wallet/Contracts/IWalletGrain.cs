using OrleansState;

namespace Wallets;

/// <summary>One user's money. The grain's key is the user's id.</summary>
[Alias("wallets.wallet")]
public interface IWalletGrain : IGrainWithStringKey
{
    /// <summary>Puts money in and answers the new balance in minor units, which is durable then.</summary>
    /// <param name="amountMinorUnits">More than 0.</param>
    /// <param name="context">A condition and an idempotency key, both optional.</param>
    /// <returns>Refused with one of <see cref="WalletRefusals"/>, and nothing is changed.</returns>
    [Alias("top-up")]
    Task<Reply<long>> TopUpAsync(long amountMinorUnits, CommandContext? context = null);

    /// <summary>Pays and answers what is left in minor units, which is durable then.</summary>
    /// <param name="amountMinorUnits">More than 0.</param>
    /// <param name="context">A condition and an idempotency key, both optional.</param>
    /// <returns>Refused with one of <see cref="WalletRefusals"/>, and nothing is changed.</returns>
    [Alias("pay")]
    Task<Reply<long>> PayAsync(long amountMinorUnits, CommandContext? context = null);

    /// <summary>
    /// Sets an amount aside for a quarter of an hour and answers what is left in minor units. What is not paid with
    /// <see cref="PayHeldAsync"/> by then is in the balance again.
    /// </summary>
    /// <param name="amountMinorUnits">More than 0.</param>
    /// <param name="context">A condition and an idempotency key, both optional.</param>
    /// <returns>Refused with one of <see cref="WalletRefusals"/>, and nothing is changed.</returns>
    [Alias("hold")]
    Task<Reply<long>> HoldAsync(long amountMinorUnits, CommandContext? context = null);

    /// <summary>Pays what is set aside and answers what is left in minor units.</summary>
    /// <param name="context">A condition and an idempotency key, both optional.</param>
    /// <returns>Refused with <see cref="WalletRefusals.NothingHeld"/>, and nothing is changed.</returns>
    [Alias("pay-held")]
    Task<Reply<long>> PayHeldAsync(CommandContext? context = null);

    /// <summary>Puts in what has come by the topic of deposits, each of them once.</summary>
    /// <param name="deposits">Amounts in minor units, as they lie in the topic.</param>
    [Alias("deposit")]
    Task<LogReceipt> DepositAsync(LogBatch<long> deposits);

    /// <summary>The balance in minor units, as it is durable.</summary>
    [Alias("get")]
    Task<Reply<long>> GetAsync();
}
