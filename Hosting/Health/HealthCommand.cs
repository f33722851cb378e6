using System.CommandLine;

namespace OrleansState.Hosting.Health;

/// <summary>
/// <c>dotnet Silo.dll health URL</c>: asks a running process whether it is ready and exits 0 or 1. Container images
/// need no curl for their health checks.
/// </summary>
public static class HealthCommand
{
    public static Command Create()
    {
        var url = new Argument<string>("URL") { Description = "Such as http://127.0.0.1:8080/health/ready." };
        var command = new Command("health", "Asks a running process whether it is ready; exit code 0 or 1.") { url };
        command.SetAction((line, cancelled) => RunAsync(line.GetRequiredValue(url), cancelled));
        return command;
    }

    private static async Task<int> RunAsync(string url, CancellationToken cancelled)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await http.GetAsync(new Uri(url), cancelled);
            await Console.Out.WriteLineAsync($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancelled)}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }
}
