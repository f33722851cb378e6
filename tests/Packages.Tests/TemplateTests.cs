using OrleansState.TestServers;

namespace OrleansState.Packages.Tests;

/// <summary>What the tutorial, whose solution is named as the template's own, does not show.</summary>
public sealed class TemplateTests(Workshop workshop)
{
    [LongFact]
    public async Task A_solution_and_its_grains_may_have_any_names()
    {
        var feed = await workshop.FeedAsync();
        var directory = workshop.NewDirectory("names");
        await using var shell = workshop.OpenShell(directory);

        await shell.MustAsync($"dotnet new install {feed}/OrleansState.Templates.*.nupkg --force");
        await shell.MustAsync($"dotnet new orleansstate -n my-shop --grain Entry --grainPlural Entries --feed '{feed}'");
        await shell.MustAsync("cd my-shop");
        await shell.MustAsync("dotnet new orleansstate-grain -n GiftCard");
        await shell.MustAsync("sed -i -e '1i using my_shop.GiftCards;' -e 's/^app.MapEntries();/&app.MapGiftCards();/' Program.cs");
        await shell.MustAsync("dotnet test --project tests");

        Assert.Equal("1", await shell.RunAsync("grep -c 'DurableState(\"gift-card\",' GiftCards/GiftCardGrain.cs"));
        Assert.Equal("1", await shell.RunAsync("grep -c 'MapGroup(\"/entries/{' Entries/EntryEndpoints.cs"));
    }
}
