using System.Text.RegularExpressions;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Processes;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Programs;

/// <summary>Processes that are started by hand beside one another, with no more settings than they need.</summary>
public sealed partial class HealthAddressTests(RedisFixture redis) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly RunDirectory _directory = new("orleans-state-test-");

    [Fact]
    public async Task Two_silos_and_a_bridge_on_one_machine_are_well_and_each_says_where_it_is_asked()
    {
        await using var first = await StartAsync(MemberRole.Silo, "first");
        await using var second = await StartAsync(MemberRole.Silo, "second");
        await using var bridge = await StartAsync(MemberRole.Bridge, "bridge");

        var urls = new[] { await IsReadyAsync(first), await IsReadyAsync(second), await IsReadyAsync(bridge) };

        Assert.Equal(3, urls.Distinct().Count());
        Assert.All(urls, url => Assert.True(url.IsLoopback, url.ToString()));
    }

    public void Dispose() => _directory.Dispose();

    private static async Task<Uri> IsReadyAsync(ChildProcess process)
    {
        await Eventually.UntilAsync($"the address of {process.Name}", () => process.HasExited || Address().IsMatch(process.LogTail()), Patience);
        Assert.False(process.HasExited, process.LogTail());
        var url = new Uri(Address().Match(process.LogTail()).Groups[1].Value);
        using var ping = new MemberPing(url);
        await Eventually.UntilAsync($"the readiness of {process.Name}", () => ping.IsReadyAsync(TestContext.Current.CancellationToken), Patience);
        return url;
    }

    private Task<ChildProcess> StartAsync(MemberRole role, string name) => ChildProcess.StartAsync(new ChildCommand(
        name, MemberProgram.Host, [MemberProgram.Assembly(role)], _directory.File($"{name}.log"), new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = null,
            ["ASPNETCORE_HTTP_PORTS"] = null,
            ["Redis__ConnectionString"] = redis.ConnectionString,
            ["Orleans__ClusterId"] = Path.GetFileName(_directory.FullPath),
            ["Kafka__Enabled"] = "false",
        }));

    [GeneratedRegex(@"Health and metrics are at (http://\S+)")]
    private static partial Regex Address();
}
