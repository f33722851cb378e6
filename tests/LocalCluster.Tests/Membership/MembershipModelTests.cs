namespace OrleansState.LocalCluster.Tests.Membership;

public sealed class MembershipModelTests
{
    private const int Steps = 6;

    [Fact]
    public void Whatever_a_table_loses_the_silos_end_up_in_one_cluster_and_the_dead_stay_dead()
    {
        var (states, violation) = new MembershipModel(MembershipFlaw.None).Explore(Steps);

        Assert.Null(violation);
        Assert.True(states > 10_000, $"Only {states} states were explored.");
    }

    [Theory]
    [InlineData(MembershipFlaw.RestoresNothing)]
    [InlineData(MembershipFlaw.CountsOnFromTheStore)]
    [InlineData(MembershipFlaw.RestoresItsOwnRowOnly)]
    [InlineData(MembershipFlaw.BringsBackTheDead)]
    [InlineData(MembershipFlaw.TrustsTheNumber)]
    [InlineData(MembershipFlaw.ForgetsWhatItIsTold)]
    public void The_model_finds_each_planted_mistake(MembershipFlaw flaw) =>
        Assert.NotNull(new MembershipModel(flaw).Explore(Steps).Violation);
}
