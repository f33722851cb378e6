namespace Wallets.Tests;

public sealed class WalletRulesTests
{
    private static readonly WalletState Ten = new() { BalanceMinorUnits = 10 };

    [Fact]
    public void What_is_topped_up_is_there() => Assert.Equal(15, WalletRules.TopUp(Ten, 5).State.BalanceMinorUnits);

    [Fact]
    public void All_of_it_can_be_paid() => Assert.Equal(0, WalletRules.Pay(Ten, 10).State.BalanceMinorUnits);

    [Theory]
    [InlineData(11, WalletRefusals.BalanceTooLow)]
    [InlineData(0, WalletRefusals.AmountNotPositive)]
    [InlineData(-5, WalletRefusals.AmountNotPositive)]
    public void A_refused_payment_changes_nothing(long amount, string code)
    {
        var decision = WalletRules.Pay(Ten, amount);

        Assert.Equal(code, decision.Refusal?.Code);
        Assert.Same(Ten, decision.State);
    }

    [Theory]
    [InlineData(long.MaxValue, WalletRefusals.BalanceTooHigh)]
    [InlineData(0, WalletRefusals.AmountNotPositive)]
    public void A_refused_top_up_changes_nothing(long amount, string code)
    {
        var decision = WalletRules.TopUp(Ten, amount);

        Assert.Equal(code, decision.Refusal?.Code);
        Assert.Same(Ten, decision.State);
    }
}
