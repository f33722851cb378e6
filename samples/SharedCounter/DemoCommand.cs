using System.CommandLine;

namespace OrleansState.SharedCounter;

/// <summary>The command line.</summary>
internal static class DemoCommand
{
    private static readonly Option<Uri?> Api = Address("An API that runs already. Without it a cluster of two silos is started for the demo.");
    private static readonly Option<int> Processes = new("--processes") { Description = "Worker processes of the first run.", DefaultValueFactory = _ => 4 };
    private static readonly Option<int> Increments = new("--increments") { Description = "Increments of each process.", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Clients = new("--clients") { Description = "Concurrent clients of the second run.", DefaultValueFactory = _ => 64 };
    private static readonly Option<int> PerClient = new("--per-client") { Description = "Increments of each client.", DefaultValueFactory = _ => 2_000 };

    public static RootCommand Create()
    {
        var command = new RootCommand("Many processes and clients add to one counter without a lock; the sum is exact.") { Api, Processes, Increments, Clients, PerClient, Worker() };
        command.SetAction((line, cancel) => Demo.RunAsync(
            line.GetValue(Api), (line.GetValue(Processes), line.GetValue(Increments)), (line.GetValue(Clients), line.GetValue(PerClient)), cancel));
        return command;
    }

    /// <summary>What each of the worker processes runs; the demo starts it, with the token in the environment.</summary>
    private static Command Worker()
    {
        var api = Address("The API.");
        var increments = new Option<int>("--increments") { Required = true };
        var worker = new Command("worker", "Adds to the counter a number of times.") { api, increments };
        worker.Hidden = true;
        worker.SetAction((line, cancel) => WorkerProcesses.WorkAsync(line.GetRequiredValue(api)!, line.GetRequiredValue(increments), cancel));
        return worker;
    }

    private static Option<Uri?> Address(string description) => new("--api")
    {
        Description = description,
        HelpName = "URL",
        CustomParser = text =>
        {
            if (Uri.TryCreate(text.Tokens[0].Value, UriKind.Absolute, out var url))
                return url;
            text.AddError("--api takes a URL such as http://127.0.0.1:5080.");
            return null;
        },
    };
}
