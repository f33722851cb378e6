using System.CommandLine;
using System.Text;
using Confluent.Kafka;
using OrleansState.Hosting.Settings;
using OrleansState.Kafka;
using OrleansState.Users;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>
/// <c>KafkaBridge dead-letters list [--user ID]</c>: a line each. <c>KafkaBridge dead-letters redrive [ID…]</c>: sends these to the
/// events again, or all that have not been. Exit code 0, 1 where Kafka did not answer.
/// </summary>
internal static class DeadLettersCommand
{
    private const int ShownCharacters = 200;

    public static Command Create(string[] settings)
    {
        var user = new Option<string?>("--user") { Description = "Every letter that names the user of this id, whole, in place of the newest; GET /admin/users?username=NAME has the id.", HelpName = "ID" };
        user.Validators.Add(option =>
        {
            if (option.GetValueOrDefault<string?>() is not { } id || !UserIds.IsValid(id))
                option.AddError($"--user wants the id of a user: 1 to {UserIds.MaxLength} printable ASCII characters without space, / or \\.");
        });
        var list = new Command("list", "A line for each.") { user };
        list.SetAction((line, _) => RunAsync(settings, queue => line.GetValue(user) is { } id ? ListAsync(queue.Find(new LettersOfUser(id).Names).Select(WholeLine)) : ListAsync(queue.List(DeadLetterQueue.MaxListed).Select(letter => Line(letter)))));
        var ids = new Argument<string[]>("ID") { Description = "Those of list; none means all that have not been.", Arity = ArgumentArity.ZeroOrMore };
        var redrive = new Command("redrive", "Sends them to the events again.") { ids };
        redrive.SetAction((line, cancelled) => RunAsync(settings, queue => RedriveAsync(queue, line.GetValue(ids) is { Length: > 0 } named ? named : null, cancelled)));
        return new Command("dead-letters", "Events that could not be used. Exit code 1 where Kafka did not answer.") { list, redrive };
    }

    private static async Task<int> RunAsync(string[] settings, Func<DeadLetterQueue, Task> act)
    {
        var builder = Startup.CreateBuilder(settings);
        builder.AddDeadLetters();
        await using var app = builder.Build();
        var queue = app.Services.GetRequiredService<DeadLetterQueue>();
        try
        {
            await act(queue);
            return 0;
        }
        catch (KafkaException fault)
        {
            await Console.Error.WriteLineAsync(await queue.ExplainAsync(fault));
            return 1;
        }
        catch (TimeoutException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    private static async Task ListAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await Console.Out.WriteLineAsync(line);
    }

    /// <summary>A letter's line. Whoever may write to the topic may write anything into reason, topic and value.</summary>
    internal static string Line(StoredDeadLetter letter, int shownCharacters = ShownCharacters)
    {
        var value = Encoding.UTF8.GetString(letter.Message.Value ?? []);
        var from = letter.Origin is { } origin ? $"{TerminalText.Of(letter.Topic)} [{origin.Partition}] {origin.Offset}" : "unknown origin";
        return $"{letter.Id}\t{TerminalText.Of(letter.Reason)}\t{from}\t{letter.Timestamp:O}\t{(letter.IsRedriven ? "redriven" : "waiting")}\t{TerminalText.Of(value, shownCharacters)}";
    }

    /// <summary>The same with all of the value, and with the key and the record's own headers behind it.</summary>
    internal static string WholeLine(StoredDeadLetter letter)
    {
        var headers = (letter.Message.Headers ?? []).Where(header => !DeadLetterHeaders.IsOurs(header.Key)).Select(header => $"{TerminalText.Of(header.Key)}={Text(header.GetValueBytes())}");
        return $"{Line(letter, int.MaxValue)}\t{Text(letter.Message.Key)}\t{string.Join("; ", headers)}";

        static string Text(byte[]? bytes) => TerminalText.Of(Encoding.UTF8.GetString(bytes ?? []));
    }

    private static async Task RedriveAsync(DeadLetterQueue queue, string[]? ids, CancellationToken cancelled)
    {
        var redriven = await queue.RedriveAsync(ids, cancelled);
        await Console.Out.WriteLineAsync(
            $"{redriven.Sent} redriven, {redriven.WithoutValue} without their value" + (redriven.TooLarge > 0 ? $", {redriven.TooLarge} too large for the topic of the events" : ""));
    }
}
