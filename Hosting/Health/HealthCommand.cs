namespace OrleansState.Hosting.Health;

/// <summary>
/// <c>dotnet Silo.dll health URL</c>: asks a running process whether it is ready and exits 0 or 1. Container images
/// need no curl for their health checks.
/// </summary>
public static class HealthCommand
{
    public static bool IsIn(string[] args) => args is ["health", _];

    public static async Task<int> RunAsync(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await http.GetAsync(new Uri(args[1]));
            await Console.Out.WriteLineAsync($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }
}
