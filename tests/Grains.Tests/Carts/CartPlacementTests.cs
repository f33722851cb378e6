using OrleansState.Carts;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Carts;

public sealed class CartPlacementTests
{
    private const int Many = 200;
    private const int InARow = 10;

    private int _carts;

    [Fact]
    public async Task A_silo_that_joins_gets_carts_though_every_call_enters_by_another()
    {
        await using var cluster = await GrainCluster.StartAsync();
        for (var i = 0; i < Many; i++)
            await PlaceAsync(cluster, 0);

        await cluster.AddSiloAsync();

        await Eventually.UntilAsync("a cart on the silo that joined", async () => await PlaceAsync(cluster, 0) == cluster.AddressOf(1));
    }

    [Fact]
    public async Task A_silo_that_joins_takes_the_new_carts_until_it_has_nearly_a_quarter_of_what_the_fullest_has()
    {
        await using var cluster = await GrainCluster.StartAsync();
        for (var i = 0; i < Many; i++)
            await PlaceAsync(cluster, 0);
        await cluster.AddSiloAsync();

        var taken = 0;
        await Eventually.UntilAsync("a fifth of the carts on the silo that joined", async () =>
        {
            // Silos tell each other once a second how many grains they have.
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            if (await PlaceAsync(cluster, 0) == cluster.AddressOf(1))
                taken++;
            return taken >= Many / 5;
        });

        Assert.True(taken > (_carts - Many) / 2, $"Of {_carts - Many} new carts it took {taken}.");
    }

    [Fact]
    public async Task A_cart_lives_on_the_silo_that_its_first_call_enters_by()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.AddSiloAsync();
        for (var i = 0; i < Many; i++)
            await PlaceAsync(cluster, i % 2);

        await Eventually.UntilAsync("carts where their calls enter", async () =>
        {
            // Silos tell each other once a second how many grains they have.
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
            for (var i = 0; i < 2 * InARow; i++)
            {
                if (await PlaceAsync(cluster, i % 2) != cluster.AddressOf(i % 2))
                    return false;
            }

            return true;
        });
    }

    /// <returns>Where a new cart has come to be.</returns>
    private async Task<SiloAddress?> PlaceAsync(GrainCluster cluster, int enteringBy)
    {
        var cart = cluster.EnteringBy(enteringBy).GetGrain<ICartGrain>($"user{_carts++}");
        await cart.GetAsync();
        return await cluster.SiloOfAsync(cart);
    }
}
