using System.Diagnostics;
using System.Net.Http.Headers;
using OrleansState.LocalCluster.Members;

namespace OrleansState.Bench.Targets;

/// <summary>
/// The connections of an Api to the silos. It opens them as calls need them, and keeps what calls once went to a silo there:
/// an Api that was quicker than the second silo would leave it without carts, and its death would hit nobody.
/// </summary>
internal static class Gateways
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Calls until every Api is connected to every silo.</summary>
    public static Task ReachEverySiloAsync(ProcessCluster cluster) => Task.WhenAll(cluster.Apis.Select(api => ReachAsync(api.Url, cluster.Silos.Count)));

    private static async Task ReachAsync(Uri api, int silos)
    {
        using var http = new HttpClient { BaseAddress = api };
        var began = Stopwatch.GetTimestamp();
        while (!(await http.GetStringAsync("/metrics")).Contains($"orleans_client_connected_gateways{{}} {silos}\n", StringComparison.Ordinal))
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"{api} did not connect to {silos} silos.");
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token.Issue(Guid.NewGuid().ToString("N")));
            (await http.GetAsync("/cart")).EnsureSuccessStatusCode();
        }
    }
}
