using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using OrleansState.Guides.Tests.PersistentStates.TakingOver;

namespace OrleansState.Guides.Tests.PersistentStates;

/// <summary>What the guide says of its grains.</summary>
public sealed class PointsTests(GuideSilo silo)
{
    [Fact]
    public async Task Before_a_call_that_is_sent_again_takes_effect_again()
    {
        var points = silo.NewGrain<Before.IPointsGrain>();
        await points.EarnAsync(10);

        await points.SpendAsync(4);

        Assert.Equal(2, await points.SpendAsync(4));
    }

    [Fact]
    public async Task After_a_call_that_is_sent_again_takes_effect_once()
    {
        var points = silo.NewGrain<After.IPointsGrain>();
        var context = new CommandContext(Key: IdempotencyKey.Create("a key", "spend 4"));
        await points.EarnAsync(10);

        await points.SpendAsync(4, context);

        Assert.Equal(6, (await points.SpendAsync(4, context)).Value);
        Assert.Equal("balance-too-low", (await points.SpendAsync(7)).Refusal?.Code);
    }

    [Fact]
    public async Task What_the_old_store_had_is_taken_over_once()
    {
        var points = silo.NewGrain<IMovingPointsGrain>();
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("redis");
        await storage.WriteStateAsync("points", points.GetGrainId(), new GrainState<Before.PointsState>(new Before.PointsState { Balance = 100 }));

        Assert.Equal(110, (await points.EarnAsync(10)).Value);
        await silo.DeactivateAsync(points);

        Assert.Equal(120, (await points.EarnAsync(10)).Value);
    }

    [Fact]
    public async Task What_the_old_store_had_is_taken_over_by_a_refusal_too()
    {
        var points = silo.NewGrain<IMovingPointsGrain>();
        var storage = silo.Services.GetRequiredKeyedService<IGrainStorage>("redis");
        await storage.WriteStateAsync("points", points.GetGrainId(), new GrainState<Before.PointsState>(new Before.PointsState { Balance = 100 }));

        Assert.Equal("The balance is 100.", (await points.SpendAsync(101)).Refusal?.Message);

        Assert.Equal(0, (await points.SpendAsync(100)).Value);
    }
}
