using System.CommandLine;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using OrleansState.Hosting.Kafka;
using OrleansState.Hosting.Settings;
using OrleansState.KafkaBridge.Access;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>
/// <c>KafkaBridge dead-letters list</c>: a line each. <c>KafkaBridge dead-letters redrive [ID…]</c>: sends these to the
/// events again, or all that have not been. Exit code 0, 1 where Kafka did not answer.
/// </summary>
internal static class DeadLettersCommand
{
    private const int ShownCharacters = 200;

    public static Command Create(string[] settings)
    {
        var list = new Command("list", "A line for each.");
        list.SetAction((_, _) => RunAsync(settings, ListAsync));
        var ids = new Argument<string[]>("ID") { Description = "Those of list; none means all that have not been.", Arity = ArgumentArity.ZeroOrMore };
        var redrive = new Command("redrive", "Sends them to the events again.") { ids };
        redrive.SetAction((line, cancelled) => RunAsync(settings, box => RedriveAsync(box, line.GetValue(ids) is { Length: > 0 } named ? named : null, cancelled)));
        return new Command("dead-letters", "Events that could not be used. Exit code 1 where Kafka did not answer.") { list, redrive };
    }

    private static async Task<int> RunAsync(string[] settings, Func<DeadLetterBox, Task> act)
    {
        var builder = Startup.CreateBuilder(settings);
        builder.AddDeadLetters();
        await using var app = builder.Build();
        try
        {
            await act(app.Services.GetRequiredService<DeadLetterBox>());
            return 0;
        }
        catch (KafkaException fault)
        {
            var needs = KafkaNeeds.OfDeadLetters(app.Services.GetRequiredService<IOptions<KafkaOptions>>().Value);
            await Console.Error.WriteLineAsync(await KafkaAccess.ExplainAsync(app.Services.GetRequiredService<KafkaClients>(), fault, needs));
            return 1;
        }
        catch (TimeoutException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    private static async Task ListAsync(DeadLetterBox box)
    {
        foreach (var letter in box.List(DeadLetterBox.MaxListed))
            await Console.Out.WriteLineAsync(Line(letter));
    }

    /// <summary>A letter's line. Whoever may write to the topic may write anything into reason, topic and value.</summary>
    internal static string Line(StoredDeadLetter letter)
    {
        var value = Encoding.UTF8.GetString(letter.Message.Value ?? []);
        var from = letter.Origin is { } origin ? $"{TerminalText.Of(letter.Topic)} [{origin.Partition}] {origin.Offset}" : "unknown origin";
        return $"{letter.Id}\t{TerminalText.Of(letter.Reason)}\t{from}\t{letter.Timestamp:O}\t{(letter.IsRedriven ? "redriven" : "waiting")}\t{TerminalText.Of(value, ShownCharacters)}";
    }

    private static async Task RedriveAsync(DeadLetterBox box, string[]? ids, CancellationToken cancelled)
    {
        var redriven = await box.RedriveAsync(ids, cancelled);
        await Console.Out.WriteLineAsync(
            $"{redriven.Sent} redriven, {redriven.WithoutValue} without their value" + (redriven.TooLarge > 0 ? $", {redriven.TooLarge} too large for the topic of the events" : ""));
    }
}
