using System.Text;
using Confluent.Kafka;
using OrleansState.Hosting.Settings;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>
/// <c>KafkaBridge dead-letters list</c>: a line each. <c>KafkaBridge dead-letters redrive [ID…]</c>: sends these to the
/// events again, or all that have not been. Exit code 0, 1 where Kafka did not answer.
/// </summary>
internal static class DeadLettersCommand
{
    private const int ShownCharacters = 200;

    public static bool IsIn(string[] args) => args is ["dead-letters", "list" or "redrive", ..];

    public static async Task<int> RunAsync(string[] args)
    {
        var ids = args.Skip(2).TakeWhile(arg => !arg.StartsWith('-')).ToArray();
        var builder = Startup.CreateBuilder([.. args.Skip(2 + ids.Length)]);
        builder.AddDeadLetters();
        await using var app = builder.Build();
        var box = app.Services.GetRequiredService<DeadLetterBox>();
        try
        {
            if (args[1] == "list")
                await ListAsync(box);
            else
                await RedriveAsync(box, ids.Length == 0 ? null : ids);
            return 0;
        }
        catch (Exception fault) when (fault is KafkaException or TimeoutException)
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

    private static async Task RedriveAsync(DeadLetterBox box, string[]? ids)
    {
        var redriven = await box.RedriveAsync(ids, CancellationToken.None);
        await Console.Out.WriteLineAsync(
            $"{redriven.Sent} redriven, {redriven.WithoutValue} without their value" + (redriven.TooLarge > 0 ? $", {redriven.TooLarge} too large for the topic of the events" : ""));
    }
}
