using OrleansState.LocalCluster.Members;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Smoke;

/// <summary>What must survive the death of processes, on real processes.</summary>
public sealed class SmokeTests(SmokeCluster cluster) : IClassFixture<SmokeCluster>
{
    private const int Users = 12;
    private const int Guests = 36;
    private const int MaxDeaths = 5;
    private const int Clicks = 10;
    private const int Events = 200;

    [LongFact]
    public async Task What_was_acknowledged_is_found_once_after_kill_9_of_a_silo_in_the_middle_of_it()
    {
        await using var load = await cluster.StartLoadAsync(Users);
        await load.EachUserClicksAsync(Clicks);
        var silo = cluster.Processes.Silos[0];

        await silo.KillAsync();
        await load.EachUserClicksAsync(Clicks);

        await load.StopAndCheckAsync();
    }

    [LongFact]
    public async Task A_silo_that_is_stopped_and_started_again_under_load_loses_and_doubles_nothing()
    {
        await using var load = await cluster.StartLoadAsync(Users);
        await load.EachUserClicksAsync(Clicks);
        var silo = cluster.Processes.Silos[1];

        await silo.StopAsync();
        await load.EachUserClicksAsync(Clicks);
        await silo.RestartAsync(TestContext.Current.CancellationToken);
        await load.EachUserClicksAsync(Clicks);

        // That it costs no call either is shown where slow is not taken for dead: OrderlyStopTests.
        await load.StopAndCheckAsync();
    }

    [LongFact]
    public async Task A_paused_silo_that_wakes_after_its_grains_have_moved_loses_and_doubles_nothing()
    {
        await using var load = await cluster.StartLoadAsync(Users);
        await load.EachUserClicksAsync(Clicks);
        var silo = cluster.Processes.Silos[2];

        silo.Pause();
        // Only when the others serve all of the users again have its grains moved.
        await load.EachUserClicksAsync(Clicks);
        silo.Resume();
        await Eventually.UntilAsync("the end of the silo that woke after it was declared dead", () => silo.State is MemberState.Ended);
        await load.EachUserClicksAsync(Clicks);

        await load.StopAndCheckAsync();
    }

    [LongFact]
    public async Task A_silo_that_joins_later_takes_part_and_its_kill_9_is_survived_too()
    {
        await using var load = await cluster.StartLoadAsync(Users);
        var silo = await cluster.Processes.AddAsync(MemberRole.Silo, TestContext.Current.CancellationToken);
        await load.EachUserClicksAsync(Clicks);

        await silo.KillAsync();
        await load.EachUserClicksAsync(Clicks);

        await load.StopAndCheckAsync();
    }

    [LongFact]
    public async Task Every_event_counts_once_though_a_silo_and_the_bridge_die_by_kill_9_in_the_middle()
    {
        var users = await cluster.RegisterAsync(Users);
        using var events = new SmokeEvents(cluster.Processes.Kafka!.BootstrapServers);
        await events.ClickAsync(users, Events);
        await AllCountAsync(users, counted => counted > 0);

        var bridge = cluster.Processes.Bridges[0];
        await Task.WhenAll(cluster.Processes.Silos[0].KillAsync(), bridge.KillAsync());
        await events.ClickAsync(users, Events);
        await bridge.RestartAsync(TestContext.Current.CancellationToken);

        await AllCountAsync(users, counted => counted >= 2 * Events);
        // The last event of a user's partition: when it is counted, whatever was delivered twice before it has been too.
        await events.ClickAsync(users, 1);
        await AllCountAsync(users, counted => counted > 2 * Events);
        foreach (var user in users)
            Assert.Equal((2 * Events) + 1, await user.ClicksAsync());
    }

    [LongFact]
    public async Task A_guests_cart_comes_over_once_though_a_silo_dies_by_kill_9_in_the_middle_of_the_logins()
    {
        // Between two calls to it a silo's death breaks off nothing. Then it dies once more, under other guests.
        var broken = 0;
        for (var deaths = 0; broken == 0 && deaths < MaxDeaths; deaths++)
            broken = await LoginsBrokenByADeathAsync();

        Assert.True(broken > 0, "No login was under way when the silo died.");
    }

    [LongFact]
    public async Task Every_process_tells_Prometheus_what_it_has_counted()
    {
        var users = await cluster.RegisterAsync(1);
        using var events = new SmokeEvents(cluster.Processes.Kafka!.BootstrapServers);
        await events.ClickAsync(users, 1);
        await AllCountAsync(users, counted => counted == 1);

        await TellsAsync(cluster.Processes.Silos, "state_writes_total{kind=\"clicks\"}");
        await TellsAsync(cluster.Processes.Bridges, "bridge_records_total{");
        await TellsAsync(cluster.Processes.Apis, "http_server_request_duration_seconds_count{");
    }

    /// <summary>A bridge counts an event only after its user's counter does.</summary>
    private static async Task TellsAsync(IReadOnlyList<MemberProcess> members, string what)
    {
        using var http = new HttpClient();
        await Eventually.UntilAsync($"{what} at /metrics of a {members[0].Role}", async () =>
        {
            var answers = await Task.WhenAll(members.Where(m => m.State is MemberState.Running).Select(m => http.GetStringAsync(new Uri(m.Url, "/metrics"))));
            return answers.Any(text => text.Contains("\n" + what, StringComparison.Ordinal));
        });
    }

    /// <summary>Guests log in while a silo dies, and each finds its one cart.</summary>
    /// <returns>How many of the logins had to be sent again.</returns>
    private async Task<int> LoginsBrokenByADeathAsync()
    {
        var guests = await cluster.ArriveAsync(Guests);
        var logins = guests.Select(guest => guest.LogInTwiceAsync()).ToArray();
        await Eventually.UntilAsync("the login of the first guest", () => guests.Any(guest => guest.IsLoggedIn) || logins.Any(login => login.IsFaulted));
        await cluster.Processes.Silos[1].KillAsync();
        await Task.WhenAll(logins);

        foreach (var guest in guests)
        {
            await guest.FindsOneCartAsync();
            guest.Dispose();
        }

        return guests.Sum(guest => guest.BrokenLogins);
    }

    private static Task AllCountAsync(IReadOnlyList<SmokeUser> users, Func<int, bool> isEnough) => Eventually.UntilAsync(
        "the count of every user's events", async () => (await Task.WhenAll(users.Select(user => user.ClicksAsync()))).All(isEnough));
}
