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

    /// <summary>The balance in minor units, as it is durable.</summary>
    [Alias("get")]
    Task<Reply<long>> GetAsync();
}
