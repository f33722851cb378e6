using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Erasure;
using Shop;

namespace OrleansState.Grains.Tests.Users;

/// <summary>A kind of state that nobody named anywhere but on the state itself.</summary>
public sealed class UserRecordsTests
{
    private const string Ada = "0193c1f0d5a6b7c8d9e0f1a2b3c4d5e6";

    [Fact]
    public async Task An_export_finds_a_state_of_a_kind_that_it_was_not_told_of()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.Grains.GetGrain<IWalletGrain>(Ada).PayAsync(9_000);

        var record = Assert.Single(await Records(cluster).ExportAsync(Ada));

        Assert.Equal("wallet", record.Kind);
        Assert.Equal("""{"balance":1000}""", Encoding.UTF8.GetString(record.Json.Span));
    }

    [Fact]
    public async Task An_export_leaves_out_what_has_no_record_and_what_it_is_told_to()
    {
        await using var cluster = await GrainCluster.StartAsync();
        Assert.Empty(await Records(cluster).ExportAsync(Ada));

        await cluster.Grains.GetGrain<IWalletGrain>(Ada).PayAsync(9_000);

        Assert.Empty(await Records(cluster).ExportAsync(Ada, "wallet"));
    }

    [Fact]
    public async Task A_kind_beside_one_that_an_export_leaves_out_is_still_found()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.Grains.GetGrain<INotesGrain>(Ada).NoteAsync("tea");

        var record = Assert.Single(await Records(cluster).ExportAsync(Ada, "drafts"));

        Assert.Equal("notes", record.Kind);
    }

    [Fact]
    public async Task All_states_of_a_grain_are_erased_with_the_user()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await cluster.Grains.GetGrain<INotesGrain>(Ada).NoteAsync("tea");
        Assert.Equal(2, cluster.Store.Keys.Count(key => key.Contains(Ada, StringComparison.Ordinal)));

        await cluster.Grains.GetGrain<IErasureGrain>(Ada).EraseAsync(username: null);

        Assert.DoesNotContain(cluster.Store.Keys, key => key.Contains(Ada, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_erasure_takes_along_a_state_of_a_kind_that_it_was_not_told_of()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var wallet = cluster.Grains.GetGrain<IWalletGrain>(Ada);
        await wallet.PayAsync(9_000);

        await cluster.Grains.GetGrain<IErasureGrain>(Ada).EraseAsync(username: null);

        Assert.DoesNotContain(cluster.Store.Keys, key => key.Contains(Ada, StringComparison.Ordinal));
        await Assert.ThrowsAsync<UserErasedException>(() => wallet.PayAsync(1));
    }

    [Fact]
    public async Task Another_user_keeps_theirs()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var other = cluster.Grains.GetGrain<IWalletGrain>("0193c1f0d5a6b7c8d9e0f1a2b3c4d5e7");
        await other.PayAsync(9_000);

        await cluster.Grains.GetGrain<IErasureGrain>(Ada).EraseAsync(username: null);

        Assert.Equal(999, (await other.PayAsync(1)).Value);
    }

    private static UserRecords Records(GrainCluster cluster) => cluster.Services.GetRequiredService<UserRecords>();
}
