namespace Wallets;

/// <summary>An amount was paid. It is told as <c>wallet_paid</c>.</summary>
public sealed record WalletPaid(long AmountMinorUnits, long BalanceMinorUnits);

/// <summary>An amount that was set aside is in the balance again. It is told as <c>wallet_hold_ended</c>.</summary>
public sealed record WalletHoldEnded(long AmountMinorUnits);
