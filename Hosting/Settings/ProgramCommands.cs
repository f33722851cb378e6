using System.CommandLine;

namespace OrleansState.Hosting.Settings;

/// <summary>
/// A program's command line: at first the words of a command, where it is to do something else than run, and then settings
/// (<c>--Key:Name VALUE</c>), which any of them takes.
/// </summary>
public static class ProgramCommands
{
    /// <summary>Exit code of a command that a signal broke off, as the shell has it for SIGTERM: 0 would say that it found nothing amiss.</summary>
    private const int BrokenOff = 143;

    private static readonly string[] Questions = ["--help", "-h", "-?", "/h", "/?", "--version"];

    /// <param name="args">The whole line.</param>
    /// <param name="description">What the program is.</param>
    /// <param name="run">What it does without a command, given the settings.</param>
    /// <param name="commands">What else it can do, each given the settings.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, string description, Func<string[], Task<int>> run, params Func<string[], Command>[] commands)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(run);
        var words = args.TakeWhile((arg, place) => !IsSetting(arg, place)).ToArray();
        var settings = args[words.Length..];
        var questions = settings.Intersect(Questions).Take(1).ToArray();
        if (words.Length == 0 && questions.Length == 0)
            return await run(settings);
        var root = new RootCommand($"{description} Settings: --Key:Name VALUE, or Key__Name=VALUE in the environment; docs/settings.md has all of them.");
        foreach (var command in commands)
            root.Add(command(settings));
        return await Startup.GuardAsync(async () =>
        {
            try
            {
                return await root.Parse([.. words, .. questions]).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            }
            catch (OperationCanceledException)
            {
                return BrokenOff;
            }
        });
    }

    /// <summary>The framework takes <c>--Key VALUE</c>, <c>/Key VALUE</c> and <c>Key=VALUE</c>.</summary>
    private static bool IsSetting(string arg, int place) => arg.StartsWith('-') || arg.StartsWith('/') || (place == 0 && arg.Contains('=', StringComparison.Ordinal));
}
