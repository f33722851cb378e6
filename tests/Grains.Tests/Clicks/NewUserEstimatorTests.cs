using OrleansState.Grains.Clicks;

namespace OrleansState.Grains.Tests.Clicks;

public sealed class NewUserEstimatorTests
{
    private readonly NewUserEstimator _newUsers = new();

    [Fact]
    public void Whether_they_are_likely_follows_what_most_of_them_were()
    {
        Assert.True(_newUsers.AreLikely);
        Come(isNew: false, 20);
        Assert.False(_newUsers.AreLikely);
        Come(isNew: true, 20);
        Assert.True(_newUsers.AreLikely);
    }

    [Fact]
    public void A_few_others_among_many_do_not_change_it()
    {
        Come(isNew: true, 20);
        Come(isNew: false, 5);

        Assert.True(_newUsers.AreLikely);
    }

    private void Come(bool isNew, int times)
    {
        for (var i = 0; i < times; i++)
            _newUsers.Came(isNew);
    }
}
