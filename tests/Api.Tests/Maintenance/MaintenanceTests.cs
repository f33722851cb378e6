using System.Text.Json.Nodes;
using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Maintenance;

/// <summary>What the cluster does by itself is seen, and done by hand.</summary>
public sealed class MaintenanceTests(ApiFixture api)
{
    [Fact]
    public async Task Each_task_is_listed_with_its_schedule()
    {
        using var admin = await Login.AdminAsync(api);

        var tasks = (await admin.User.GetAsync("/admin/maintenance")).Json["tasks"]!.AsArray();

        Assert.Superset(new HashSet<string> { "index", "outboxes", "sweep", "verify" }, tasks.Select(task => (string)task!["name"]!).ToHashSet());
        Assert.All(tasks, task => Assert.NotNull(task!["schedule"]));
    }

    [Fact]
    public async Task A_task_that_is_run_by_hand_says_how_it_went()
    {
        using var admin = await Login.AdminAsync(api);
        using var user = await api.NewUserAsync();
        await user.PostAsync("/clicks");

        // Others run it too, and one run at a time is made.
        JsonNode? run = null;
        for (var tries = 0; run?["counts"]?["records"] is null && tries < 20; tries++)
            run = (await admin.User.PostAsync("/admin/maintenance/verify/run")).Json["last_runs"]![0];

        Assert.True((long)run!["counts"]!["records"]! >= 1);
        Assert.Null(run["fault"]);
        Assert.Null(run["counts"]!["sums_that_differ"]);
        Assert.Null(run["counts"]!["places_that_differ"]);
    }

    [Fact]
    public async Task A_run_that_breaks_off_says_why()
    {
        using var admin = await Login.AdminAsync(api);
        string? fault = null;
        for (var tries = 0; fault is null && tries < 20; tries++)
            fault = (string?)(await admin.User.PostAsync("/admin/maintenance/sweep/run?repair=true")).Json["last_runs"]?[0]?["fault"];

        Assert.Contains("knows no option repair", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_there_is_not_is_not_found_and_others_may_not_look()
    {
        using var admin = await Login.AdminAsync(api);
        (await admin.User.PostAsync("/admin/maintenance/weep/run")).IsProblem(404, "not-found");
        using var user = await api.NewUserAsync();
        (await user.GetAsync("/admin/maintenance")).IsProblem(403, "forbidden");
        (await user.PostAsync("/admin/maintenance/sweep/run")).IsProblem(403, "forbidden");
    }
}
