namespace Wallets;

/// <summary>Codes of what a wallet refuses; they are never renamed.</summary>
public static class WalletRefusals
{
    /// <summary>An amount is less than 1.</summary>
    public const string AmountNotPositive = "amount-not-positive";

    /// <summary>There is less in the wallet than was to be paid.</summary>
    public const string BalanceTooLow = "balance-too-low";

    /// <summary>The wallet would hold more than it may.</summary>
    public const string BalanceTooHigh = "balance-too-high";

    /// <summary>An amount is set aside already.</summary>
    public const string AlreadyHeld = "already-held";

    /// <summary>Nothing is set aside, or not any more.</summary>
    public const string NothingHeld = "nothing-held";
}
