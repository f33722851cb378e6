using Confluent.Kafka;
using OrleansState.Hosting.Orleans;
using OrleansState.Hosting.Settings;

namespace OrleansState.KafkaBridge.Rebuild;

/// <summary>
/// <c>KafkaBridge rebuild</c>: counts the whole log anew beside the live counts and prints a line for each user whose
/// counts differ. <c>KafkaBridge rebuild switch</c> moreover puts what the log says in place. Exit code 0 where nothing
/// differs (any more), 3 where something does, 1 where it could not be found out.
/// </summary>
internal static class RebuildCommand
{
    private const int Differs = 3;

    public static bool IsIn(string[] args) => args is ["rebuild", ..];

    public static async Task<int> RunAsync(string[] args)
    {
        var switches = args is [_, "switch", ..];
        var builder = Startup.CreateBuilder([.. args.Skip(switches ? 2 : 1)]);
        builder.AddClusterClient();
        builder.AddRebuilding();
        await using var app = builder.Build();
        await app.StartAsync();
        try
        {
            return await RunAsync(app.Services.GetRequiredService<Rebuilding>(), switches);
        }
        catch (Exception fault) when (fault is LogTruncatedException or KafkaException or TimeoutException or OrleansException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
        finally
        {
            await app.StopAsync();
        }
    }

    private static async Task<int> RunAsync(Rebuilding rebuilding, bool switches)
    {
        var (users, differences) = await rebuilding.CompareAsync(CancellationToken.None);
        var left = 0;
        foreach (var difference in differences.OrderBy(d => d.UserId, StringComparer.Ordinal))
        {
            var switched = switches && await rebuilding.SwitchAsync(difference);
            left += switched ? 0 : 1;
            await Console.Out.WriteLineAsync($"{difference}\t{(switched ? "switched" : switches ? "moved meanwhile" : "left")}");
        }

        await Console.Out.WriteLineAsync($"{users} users in the log, {differences.Count} differ, {left} left so");
        return left == 0 ? 0 : Differs;
    }
}
