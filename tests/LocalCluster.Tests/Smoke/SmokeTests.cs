namespace OrleansState.LocalCluster.Tests.Smoke;

/// <summary>What must survive the death of processes, on real processes.</summary>
public sealed class SmokeTests(SmokeCluster cluster) : IClassFixture<SmokeCluster>
{
    private const int Users = 12;
    private const int Clicks = 10;

    [Fact]
    public async Task What_was_acknowledged_is_found_once_after_kill_9_of_a_silo_in_the_middle_of_it()
    {
        await using var load = await cluster.StartLoadAsync(Users);
        await load.EachUserClicksAsync(Clicks);
        var silo = cluster.Processes.Silos[0];

        await silo.KillAsync();
        await load.EachUserClicksAsync(Clicks);

        await load.StopAndCheckAsync();
    }

    [Fact]
    public async Task A_silo_that_is_stopped_and_started_again_under_load_costs_nothing()
    {
        await using var load = await cluster.StartLoadAsync(Users);
        await load.EachUserClicksAsync(Clicks);
        var silo = cluster.Processes.Silos[1];

        await silo.StopAsync();
        await load.EachUserClicksAsync(Clicks);
        await silo.RestartAsync(TestContext.Current.CancellationToken);
        await load.EachUserClicksAsync(Clicks);

        await load.StopAndCheckAsync();
    }

    [Fact]
    public async Task A_paused_silo_that_wakes_after_its_grains_have_moved_loses_and_doubles_nothing()
    {
        await using var load = await cluster.StartLoadAsync(Users);
        await load.EachUserClicksAsync(Clicks);
        var silo = cluster.Processes.Silos[2];

        silo.Pause();
        // Only when the others serve all of the users again have its grains moved.
        await load.EachUserClicksAsync(Clicks);
        silo.Resume();
        await load.EachUserClicksAsync(Clicks);

        await load.StopAndCheckAsync();
    }

    [Fact]
    public async Task A_silo_that_joins_later_takes_part_and_its_kill_9_is_survived_too()
    {
        await using var load = await cluster.StartLoadAsync(Users);
        var silo = await cluster.Processes.AddAsync(Members.MemberRole.Silo, TestContext.Current.CancellationToken);
        await load.EachUserClicksAsync(Clicks);

        await silo.KillAsync();
        await load.EachUserClicksAsync(Clicks);

        await load.StopAndCheckAsync();
    }
}
