namespace OrleansState.TestServers.Shells;

/// <summary>A line after a <c>$</c> in a console block of a page, and what stands below it.</summary>
public sealed record ConsoleCommand(string Line, string Output)
{
    public static IReadOnlyList<ConsoleCommand> Parse(string page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var commands = new List<ConsoleCommand>();
        var inside = false;
        foreach (var line in page.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inside = line == "```console";
            else if (inside && line.StartsWith("$ ", StringComparison.Ordinal))
                commands.Add(new ConsoleCommand(line[2..], ""));
            else if (inside)
                commands[^1] = commands[^1] with { Output = (commands[^1].Output + '\n' + line).Trim() };
        }

        return commands;
    }
}
