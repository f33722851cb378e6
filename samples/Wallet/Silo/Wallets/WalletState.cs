namespace Wallets;

/// <summary>What is stored of a wallet. New members get new ids; none is removed, renamed or retyped.</summary>
[GenerateSerializer, Immutable, Alias("wallets.wallet-state")]
public sealed record WalletState
{
    [Id(0)] public long BalanceMinorUnits { get; init; }

    /// <summary>What is set aside, and not in the balance.</summary>
    [Id(1)] public long HeldMinorUnits { get; init; }

    /// <summary>When that is in the balance again; null where nothing is set aside.</summary>
    [Id(2)] public DateTimeOffset? HeldUntil { get; init; }
}
