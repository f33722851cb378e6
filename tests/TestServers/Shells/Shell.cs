using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OrleansState.TestServers.Shells;

/// <summary>
/// One bash for a whole session, so that a variable or a background job of one line is there for the next. Whatever it has
/// started ends with it.
/// </summary>
public sealed class Shell : IAsyncDisposable
{
    /// <summary>Restoring and compiling on a machine that compiles much else takes minutes, and nobody waits this long for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process _bash;

    /// <param name="directory">Where it starts; where the tests run if null.</param>
    /// <param name="environment">Variables on top of this process' own; null takes one away.</param>
    public Shell(string? directory = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc"])
        {
            WorkingDirectory = directory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        _bash = Process.Start(start)!;
    }

    /// <summary>Of the last line.</summary>
    public int ExitCode { get; private set; }

    /// <summary>What the line printed on standard output.</summary>
    public async Task<string> RunAsync(string line)
    {
        var end = $"end-{Guid.NewGuid():N} ";
        // The lines that follow are this shell's, not the program's to read.
        await _bash.StandardInput.WriteLineAsync($"{{ {line}\n}} </dev/null; printf '\\n%s%d\\n' '{end}' $?");
        await _bash.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var output = new StringBuilder();
        while (await _bash.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken) is { } printed)
        {
            if (printed.StartsWith(end, StringComparison.Ordinal))
            {
                ExitCode = int.Parse(printed[end.Length..], CultureInfo.InvariantCulture);
                return output.ToString().Trim();
            }

            output.AppendLine(printed);
        }

        throw new InvalidOperationException($"bash ended at: {line}");
    }

    /// <summary>What the line printed, errors too, where that is nothing the test looks at unless it fails.</summary>
    public async Task<string> MustAsync(string line)
    {
        var output = await RunAsync($"{{ {line}\n}} 2>&1");
        Assert.True(ExitCode == 0, $"$ {line}\n{output}\nended with {ExitCode}");
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        _bash.Kill(entireProcessTree: true);
        await _bash.WaitForExitAsync();
        _bash.Dispose();
    }
}
