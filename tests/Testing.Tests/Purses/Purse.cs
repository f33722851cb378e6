namespace OrleansState.Testing.Tests.Purses;

[GenerateSerializer, Immutable, Alias("orleansstate.tests.purse-state")]
public sealed record Purse : IDefinedState<Purse>
{
    [Id(0)]
    public long Balance { get; init; }

    public static void Define(StateDefinition<Purse> definition) => definition.Sum(0, "balance", static purse => purse.Balance);

    public Decision<Purse, long> Fill(long amount) => Decision.Accept(this with { Balance = Balance + amount }, Balance + amount);

    public Decision<Purse, long> Pay(long amount) => amount > Balance
        ? Decision.Refuse(this, "balance-too-low", $"The balance is {Balance}.")
        : Decision.Accept(this with { Balance = Balance - amount }, Balance - amount);
}
