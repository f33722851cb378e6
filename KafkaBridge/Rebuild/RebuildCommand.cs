using System.CommandLine;
using Confluent.Kafka;
using OrleansState.Hosting.Clustering;
using OrleansState.Hosting.Settings;
using OrleansState.Kafka;
using OrleansState.KafkaBridge.Clicks;

namespace OrleansState.KafkaBridge.Rebuild;

/// <summary>
/// <c>KafkaBridge rebuild</c>: counts the whole log anew beside the live counts and prints a line for each user whose
/// counts differ. <c>KafkaBridge rebuild switch</c> moreover puts them right. Both may run while events and calls come, and
/// change nothing that is right. With <c>from-zero</c> behind either the log is taken from its beginning also where the
/// bridge took a group over that had come further. Exit code 0 where nothing differs (any more), 3 where something does, 1 where it could not
/// be found out.
/// </summary>
internal static class RebuildCommand
{
    private const int Differs = 3;
    private const string Switch = "switch";
    private const string FromZero = "from-zero";

    public static Command Create(string[] settings)
    {
        var words = new Argument<string[]>("HOW")
        {
            Description = $"{Switch}: put right what differs. {FromZero}: take the log from its beginning also where the bridge took over a group that had come further.",
            Arity = new ArgumentArity(0, 2),
        };
        words.AcceptOnlyFromAmong(Switch, FromZero);
        var command = new Command("rebuild", "Counts the whole log anew beside the live counts. Exit code 0 where nothing differs (any more), 3 where something does, 1 where it could not be found out.") { words };
        command.SetAction((line, cancelled) => RunAsync(settings, line.GetValue(words) ?? [], cancelled));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, string[] words, CancellationToken cancelled)
    {
        var builder = Startup.CreateBuilder(settings);
        builder.AddClusterClient();
        builder.AddRebuilding();
        await using var app = builder.Build();
        await app.StartAsync(cancelled);
        try
        {
            return await RunAsync(app.Services.GetRequiredService<Rebuilding>(), words, cancelled);
        }
        catch (KafkaException fault)
        {
            await Console.Error.WriteLineAsync(await app.Services.GetRequiredService<IngestRebuild<ClickEvent>>().ExplainAsync(fault));
            return 1;
        }
        catch (Exception fault) when (fault is LogTruncatedException or LogChangedException or StoreUnavailableException or TimeoutException or OrleansException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<int> RunAsync(Rebuilding rebuilding, string[] words, CancellationToken cancelled)
    {
        var summary = await rebuilding.RunAsync(words.Contains(Switch), words.Contains(FromZero), cancelled);
        foreach (var difference in summary.Differences)
            await Console.Out.WriteLineAsync(difference.ToString());
        foreach (var user in summary.Unreadable)
            await Console.Out.WriteLineAsync($"{user}\tcan't be read, left");
        await Console.Out.WriteLineAsync(summary.ToString());
        return summary.Left == 0 ? 0 : Differs;
    }
}
