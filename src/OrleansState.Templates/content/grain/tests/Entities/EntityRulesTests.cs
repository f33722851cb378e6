using Shop.Entities;

namespace Shop.Tests.Entities;

public sealed class EntityRulesTests
{
    private static readonly EntityState Ten = new() { Amount = 10 };

    [Fact]
    public void What_is_added_is_there() => Assert.Equal(15, EntityRules.Add(Ten, 5).State.Amount);

    [Fact]
    public void All_that_is_there_can_be_taken() => Assert.Equal(0, EntityRules.Add(Ten, -10).State.Amount);

    [Theory]
    [InlineData(-11, EntityRules.TooLow)]
    [InlineData(long.MinValue, EntityRules.TooLow)]
    [InlineData(EntityRules.MaxAmount, EntityRules.TooHigh)]
    [InlineData(long.MaxValue, EntityRules.TooHigh)]
    public void What_is_refused_changes_nothing(long change, string code)
    {
        var decision = EntityRules.Add(Ten, change);

        Assert.Equal(code, decision.Refusal?.Code);
        Assert.Same(Ten, decision.State);
    }
}
