using OrleansState;

namespace Wallets;

/// <summary>What is stored of a wallet. New members get new ids; none is removed, renamed or retyped.</summary>
[GenerateSerializer, Immutable, Alias("wallets.wallet-state")]
public sealed record WalletState : IDefinedState<WalletState>
{
    [Id(0)] public long BalanceMinorUnits { get; init; }

    /// <summary>What is set aside, and not in the balance.</summary>
    [Id(1)] public long HeldMinorUnits { get; init; }

    /// <summary>When that is in the balance again; null where nothing is set aside.</summary>
    [Id(2)] public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>The deadline of what is held, and what is known of all wallets.</summary>
    public static void Define(StateDefinition<WalletState> definition) => definition
        .Deadline(new Deadline<WalletState>(wallet => wallet.HeldUntil, WalletRules.EndHold))
        .Sum(0, "balance", wallet => wallet.BalanceMinorUnits + wallet.HeldMinorUnits);
}
