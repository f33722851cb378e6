using OrleansState;

namespace Wallets;

/// <summary>Pure functions from a state to a decision.</summary>
public static class WalletRules
{
    public const long MaxBalanceMinorUnits = 100_000_000;

    public static Decision<WalletState, long> TopUp(WalletState wallet, long amountMinorUnits)
    {
        if (amountMinorUnits <= 0)
            return NotPositive(wallet, amountMinorUnits);
        if (amountMinorUnits > MaxBalanceMinorUnits - wallet.BalanceMinorUnits)
            return Decision.Refuse(wallet, WalletRefusals.BalanceTooHigh, $"The balance is {wallet.BalanceMinorUnits}, and at most {MaxBalanceMinorUnits}.");
        return Leave(wallet, wallet.BalanceMinorUnits + amountMinorUnits);
    }

    public static Decision<WalletState, long> Pay(WalletState wallet, long amountMinorUnits)
    {
        if (amountMinorUnits <= 0)
            return NotPositive(wallet, amountMinorUnits);
        if (amountMinorUnits > wallet.BalanceMinorUnits)
            return Decision.Refuse(wallet, WalletRefusals.BalanceTooLow, $"The balance is {wallet.BalanceMinorUnits}.");
        return Leave(wallet, wallet.BalanceMinorUnits - amountMinorUnits);
    }

    private static Decision<WalletState, long> Leave(WalletState wallet, long balance) =>
        Decision.Accept(wallet with { BalanceMinorUnits = balance }, balance);

    private static RefusedDecision<WalletState> NotPositive(WalletState wallet, long amount) =>
        Decision.Refuse(wallet, WalletRefusals.AmountNotPositive, $"{amount} is no amount.");
}
