namespace Wallets;

/// <summary>What is stored of a wallet. New members get new ids; none is removed, renamed or retyped.</summary>
[GenerateSerializer, Immutable, Alias("wallets.wallet-state")]
public sealed record WalletState
{
    [Id(0)] public long BalanceMinorUnits { get; init; }
}
