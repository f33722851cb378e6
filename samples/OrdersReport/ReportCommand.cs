using System.CommandLine;

namespace OrleansState.OrdersReport;

/// <summary>The command line.</summary>
internal static class ReportCommand
{
    private static readonly Option<string> Kafka = new("--kafka") { Description = "Where Kafka is.", DefaultValueFactory = _ => "127.0.0.1:19092", HelpName = "HOST:PORT" };
    private static readonly Option<string> Topic = new("--topic") { Description = "The topic of changes.", DefaultValueFactory = _ => "state-changes" };
    private static readonly Option<string> Database = new("--database") { Description = "The SQLite file of the report.", DefaultValueFactory = _ => "orders.db", HelpName = "FILE" };
    private static readonly Option<bool> ToEnd = new("--to-end") { Description = "Ends when all that is in the topic has been applied. Without it the topic is followed until Ctrl-C." };

    public static RootCommand Create()
    {
        var command = new RootCommand("Follows what OrleansState tells, and keeps a report of what was ordered; each event counts once.") { Kafka, Topic, Database, ToEnd };
        command.SetAction((line, cancel) =>
        {
            using var report = new Report(line.GetRequiredValue(Database));
            using var reader = new ChangeReader(line.GetRequiredValue(Kafka), line.GetRequiredValue(Topic), report);
            reader.Run(line.GetValue(ToEnd), cancel);
            foreach (var text in report.Lines())
                Console.Out.WriteLine(text);
            return Task.FromResult(0);
        });
        return command;
    }
}
