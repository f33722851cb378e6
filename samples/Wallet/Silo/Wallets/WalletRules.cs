using OrleansState;

namespace Wallets;

/// <summary>Pure functions from a state to a decision.</summary>
public static class WalletRules
{
    public const long MaxBalanceMinorUnits = 100_000_000;

    /// <summary>How long an amount stays set aside.</summary>
    public static readonly TimeSpan HoldTime = TimeSpan.FromMinutes(15);

    public static Decision<WalletState, long> TopUp(WalletState wallet, long amountMinorUnits)
    {
        if (amountMinorUnits <= 0)
            return NotPositive(wallet, amountMinorUnits);
        if (amountMinorUnits > MaxBalanceMinorUnits - wallet.BalanceMinorUnits - wallet.HeldMinorUnits)
            return Decision.Refuse(wallet, WalletRefusals.BalanceTooHigh, $"The balance is {wallet.BalanceMinorUnits}, and at most {MaxBalanceMinorUnits}.");
        return Leave(wallet, wallet.BalanceMinorUnits + amountMinorUnits);
    }

    public static Decision<WalletState, long> Pay(WalletState wallet, long amountMinorUnits)
    {
        if (amountMinorUnits <= 0)
            return NotPositive(wallet, amountMinorUnits);
        if (amountMinorUnits > wallet.BalanceMinorUnits)
            return Decision.Refuse(wallet, WalletRefusals.BalanceTooLow, $"The balance is {wallet.BalanceMinorUnits}.");
        var left = wallet.BalanceMinorUnits - amountMinorUnits;
        return Leave(wallet, left).Tell("wallet_paid", new WalletPaid(amountMinorUnits, left));
    }

    public static Decision<WalletState, long> Hold(WalletState wallet, long amountMinorUnits, DateTimeOffset now)
    {
        if (amountMinorUnits <= 0)
            return NotPositive(wallet, amountMinorUnits);
        if (wallet.HeldUntil is { } until)
            return Decision.Refuse(wallet, WalletRefusals.AlreadyHeld, $"{wallet.HeldMinorUnits} are held until {until:O}.");
        if (amountMinorUnits > wallet.BalanceMinorUnits)
            return Decision.Refuse(wallet, WalletRefusals.BalanceTooLow, $"The balance is {wallet.BalanceMinorUnits}.");
        var left = wallet.BalanceMinorUnits - amountMinorUnits;
        return Decision.Accept(wallet with { BalanceMinorUnits = left, HeldMinorUnits = amountMinorUnits, HeldUntil = now + HoldTime }, left);
    }

    public static Decision<WalletState, long> PayHeld(WalletState wallet) => wallet.HeldUntil is null
        ? Decision.Refuse(wallet, WalletRefusals.NothingHeld, "Nothing is held.")
        : Decision.Accept(wallet with { HeldMinorUnits = 0, HeldUntil = null }, wallet.BalanceMinorUnits)
            .Tell("wallet_paid", new WalletPaid(wallet.HeldMinorUnits, wallet.BalanceMinorUnits));

    /// <summary>What was set aside and not paid in time is in the balance again.</summary>
    public static Decision<WalletState, WalletState> EndHold(WalletState wallet, DateTimeOffset now)
    {
        var ended = wallet with { BalanceMinorUnits = wallet.BalanceMinorUnits + wallet.HeldMinorUnits, HeldMinorUnits = 0, HeldUntil = null };
        return Decision.Accept(ended, ended).Tell("wallet_hold_ended", new WalletHoldEnded(wallet.HeldMinorUnits));
    }

    private static Decision<WalletState, long> Leave(WalletState wallet, long balance) =>
        Decision.Accept(wallet with { BalanceMinorUnits = balance }, balance);

    private static RefusedDecision<WalletState> NotPositive(WalletState wallet, long amount) =>
        Decision.Refuse(wallet, WalletRefusals.AmountNotPositive, $"{amount} is no amount.");
}
