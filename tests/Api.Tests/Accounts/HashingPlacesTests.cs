using Microsoft.Extensions.Options;
using OrleansState.Api.Accounts;

namespace OrleansState.Api.Tests.Accounts;

public sealed class HashingPlacesTests
{
    private readonly HashingPlaces _places = new(Options.Create(new PasswordHashingOptions { MaxWaiting = 24 }));

    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 8)]
    [InlineData(3, 6)]
    [InlineData(5, 4)]
    public void However_many_take_all_they_get_they_share_alike_and_leave_as_much_to_who_comes_next(int lanes, int each)
    {
        for (var round = 0; round < 24; round++)
        {
            for (var lane = 0; lane < lanes; lane++)
                _places.TryTake(Lane(lane));
        }

        Assert.Equal(lanes * each, _places.Taken);
        for (var i = 0; i < (24 - (lanes * each)) / 2; i++)
            Assert.NotNull(_places.TryTake(Lane(100)));
    }

    [Fact]
    public void A_place_given_back_is_free_again_and_is_given_back_once()
    {
        var place = Assert.IsType<HashingPlace>(_places.TryTake(Lane(0)));
        using var second = _places.TryTake(Lane(0));
        Assert.True(_places.HasAny(Lane(0)));

        place.Dispose();
        place.Dispose();

        Assert.Equal(1, _places.Taken);
        second!.Dispose();
        Assert.Equal((0, false), (_places.Taken, _places.HasAny(Lane(0))));
    }

    private static HashingLane Lane(int i) => new($"{i}", HashingPurpose.Login);
}
