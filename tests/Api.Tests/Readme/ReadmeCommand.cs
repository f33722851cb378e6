namespace OrleansState.Api.Tests.Readme;

/// <summary>A line after a <c>$</c> in a console block of the README, and what stands below it.</summary>
internal sealed record ReadmeCommand(string Line, string Output)
{
    public static IReadOnlyList<ReadmeCommand> Parse(string readme)
    {
        var commands = new List<ReadmeCommand>();
        var inside = false;
        foreach (var line in readme.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inside = line == "```console";
            else if (inside && line.StartsWith("$ ", StringComparison.Ordinal))
                commands.Add(new ReadmeCommand(line[2..], ""));
            else if (inside)
                commands[^1] = commands[^1] with { Output = (commands[^1].Output + '\n' + line).Trim() };
        }

        return commands;
    }
}
