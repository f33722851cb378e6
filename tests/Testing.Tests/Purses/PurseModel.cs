namespace OrleansState.Testing.Tests.Purses;

/// <summary>What every purse means, whichever grain it is.</summary>
internal static class PurseModel
{
    public static GrainModel<TGrain, long> Of<TGrain>()
        where TGrain : class, IPurseGrain => new GrainModel<TGrain, long>(0)
            .Command("fill", random => random.NextInt64(1, 4), (purse, amount, context) => purse.FillAsync(amount, context), (balance, amount) => Decision.Accept(balance + amount, balance + amount))
            .Command("pay", random => random.NextInt64(1, 4), (purse, amount, context) => purse.PayAsync(amount, context), Pay)
            .Read("read", purse => purse.ReadAsync(), balance => balance);

    private static Decision<long, long> Pay(long balance, long amount) =>
        amount > balance ? Decision.Refuse(balance, "balance-too-low", "") : Decision.Accept(balance - amount, balance - amount);
}
