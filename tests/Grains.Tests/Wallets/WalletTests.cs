using Shop;

namespace OrleansState.Grains.Tests.Wallets;

/// <summary>The grain that the README shows as an example of one's own: it is this code, and it does what it says.</summary>
public sealed class WalletTests
{
    [Fact]
    public async Task The_grain_of_the_README_pays_once_a_key_and_refuses_what_is_too_much()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var wallet = cluster.Grains.GetGrain<IWalletGrain>("ada");
        var context = new CommandContext(null, IdempotencyKey.Create("key", "pay 9000"));

        Assert.Equal(1_000, (await wallet.PayAsync(9_000, context)).Value);
        Assert.Equal(1_000, (await wallet.PayAsync(9_000, context)).Value);
        Assert.Equal("balance-too-low", (await wallet.PayAsync(9_000)).Refusal?.Code);
    }

    [Theory]
    [InlineData("README.md", "Wallet.cs")]
    [InlineData("OrleansState.Testing.README.md", "WalletProof.cs")]
    public void The_README_shows_this_code(string readme, string file)
    {
        var code = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Wallets", file));

        Assert.Contains(code.TrimEnd(), File.ReadAllText(Path.Combine(AppContext.BaseDirectory, readme)), StringComparison.Ordinal);
    }
}
