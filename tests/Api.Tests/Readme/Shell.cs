using System.Diagnostics;
using System.Text;
using OrleansState.TestServers;

namespace OrleansState.Api.Tests.Readme;

/// <summary>One bash for a whole session, so that a variable set by one line is there for the next.</summary>
internal sealed class Shell : IAsyncDisposable
{
    private static readonly TimeSpan Patience = Eventually.Patience;

    private readonly Process _bash = Process.Start(new ProcessStartInfo("bash", ["--noprofile", "--norc"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>What the line printed on standard output.</summary>
    public async Task<string> RunAsync(string line)
    {
        var end = $"end-{Guid.NewGuid():N}";
        await _bash.StandardInput.WriteLineAsync($"{line}\nprintf '\\n%s\\n' {end}");
        await _bash.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var output = new StringBuilder();
        while (await _bash.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken) is { } printed)
        {
            if (printed == end)
                return output.ToString().Trim();
            output.AppendLine(printed);
        }

        throw new InvalidOperationException($"bash ended at: {line}");
    }

    public async ValueTask DisposeAsync()
    {
        _bash.StandardInput.Close();
        await _bash.WaitForExitAsync();
        _bash.Dispose();
    }
}
