using OrleansState.Grains.Clicks;

namespace OrleansState.Grains.Tests.Clicks;

public sealed class NewcomersTests
{
    private readonly Newcomers _newcomers = new();

    [Fact]
    public void Whether_they_are_likely_follows_what_most_of_them_were()
    {
        Assert.True(_newcomers.AreLikely);
        Come(isNew: false, 20);
        Assert.False(_newcomers.AreLikely);
        Come(isNew: true, 20);
        Assert.True(_newcomers.AreLikely);
    }

    [Fact]
    public void A_few_others_among_many_do_not_change_it()
    {
        Come(isNew: true, 20);
        Come(isNew: false, 5);

        Assert.True(_newcomers.AreLikely);
    }

    private void Come(bool isNew, int times)
    {
        for (var i = 0; i < times; i++)
            _newcomers.Came(isNew);
    }
}
