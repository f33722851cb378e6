using System.CommandLine;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Screen;
using Spectre.Console;

namespace OrleansState.LocalCluster.Command;

/// <summary>The command line.</summary>
internal static class ClusterCommand
{
    private static readonly Option<int> Silos = Count("--silos", "Silos to start.", 1, least: 1);
    private static readonly Option<int> Apis = Count("--apis", "APIs to start.", 1, least: 0);
    private static readonly Option<int> Bridges = Count("--bridges", "Kafka bridges to start.", 1, least: 0);

    private static readonly Option<string?> Kafka = new("--kafka")
    {
        Description = "A Kafka that runs already. Without it one is started: the broker in KAFKA_HOME, or else a mock.",
        HelpName = "HOST:PORT",
    };

    private static readonly Option<bool> NoKafka = new("--no-kafka") { Description = "No Kafka and no bridge." };

    private static readonly Option<string[]> Settings = new("--set")
    {
        Description = "A setting of every process, such as Cart:IdleTimeout=00:05:00; may be repeated.",
        HelpName = "KEY=VALUE",
    };

    public static RootCommand Create()
    {
        var command = new RootCommand("Runs OrleansState as real processes on this machine until Ctrl-C: Redis, Kafka, silos, APIs, bridges.")
        {
            Silos, Apis, Bridges, Kafka, NoKafka, Settings,
        };
        command.Validators.Add(line =>
        {
            if (line.GetValue(NoKafka) && (line.GetValue(Kafka) is not null || line.GetResult(Bridges) is { Implicit: false } && line.GetValue(Bridges) > 0))
                line.AddError("--no-kafka can't be combined with --kafka or --bridges.");
            if ((line.GetValue(Settings) ?? []).FirstOrDefault(s => s.IndexOf('=', StringComparison.Ordinal) < 1) is { } bad)
                line.AddError($"--set {bad}: write KEY=VALUE.");
        });
        command.SetAction((line, _) => ClusterSession.RunAsync(Plan(line), Screen(), Console.Error));
        return command;
    }

    private static ClusterPlan Plan(ParseResult line) => new()
    {
        Silos = line.GetValue(Silos),
        Apis = line.GetValue(Apis),
        Bridges = line.GetValue(NoKafka) ? 0 : line.GetValue(Bridges),
        WithKafka = !line.GetValue(NoKafka),
        KafkaServers = line.GetValue(Kafka),
        Settings = (line.GetValue(Settings) ?? []).Select(s => s.Split('=', 2)).ToDictionary(s => s[0], s => (string?)s[1]),
    };

    private static IClusterScreen Screen() =>
        Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive ? new PlainLines(Console.Out) : new LiveTable(AnsiConsole.Console);

    private static Option<int> Count(string name, string description, int usual, int least)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "N" };
        option.Validators.Add(value =>
        {
            if (value.Tokens.Count > 0 && value.GetValueOrDefault<int>() < least)
                value.AddError($"{name} is at least {least}.");
        });
        return option;
    }
}
