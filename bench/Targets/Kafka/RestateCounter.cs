using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansState.Bench.Targets.Kafka;

/// <summary>Restate's Kafka ingress: each event calls the virtual object of its key.</summary>
internal static class RestateCounter
{
    public const string PeerName = "Restate Kafka ingress";

    private const int MaxAttempts = 10;

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMilliseconds(300);

    public static EventCounter Create() => new(PeerName, IsSlow: true, CountAsync);

    private static async Task<CountResult> CountAsync(EventLog log)
    {
        await using var server = await RestateServer.StartAsync(log.Bootstrap);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.AdminPort}") };
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        var watch = new CountWatch();
        await PostAsync(http, "/subscriptions", new
        {
            source = $"kafka://bench/{log.Topic}",
            sink = "service://Clicks/click",
            options = new Dictionary<string, string> { ["auto.offset.reset"] = "earliest", ["group.id"] = $"restate-{Guid.NewGuid():N}" },
        });
        var result = await watch.UntilAsync(PeerName, log.Events, async () => (await CountsAsync(http)).Values.Sum());
        var counts = await CountsAsync(http);
        for (var user = 0; user < log.Expected.Length; user++)
        {
            if (counts.GetValueOrDefault($"{user}") != log.Expected[user])
                throw new WrongAnswerException($"{PeerName}: user {user} has {counts.GetValueOrDefault($"{user}")} events, {log.Expected[user]} were written.");
        }

        return result;
    }

    private static async Task<Dictionary<string, long>> CountsAsync(HttpClient http)
    {
        using var json = JsonDocument.Parse(await PostAsync(
            http, "/query", new { query = "SELECT service_key, value_utf8 FROM state WHERE service_name = 'Clicks'" }));
        return json.RootElement.GetProperty("rows").EnumerateArray().ToDictionary(
            row => row.GetProperty("service_key").GetString()!, row => Click(row.GetProperty("value_utf8").GetString()!));
    }

    /// <summary>A server that is busy answers 500 now and then, and answers when asked again.</summary>
    private static async Task<string> PostAsync(HttpClient http, string path, object body)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
                return text;
            if (attempt == MaxAttempts)
                throw new AbsentException($"{PeerName} answered {path} with {(int)answer.StatusCode}: {text}");
            await Task.Delay(PauseAfterFault, TimeProvider.System);
        }
    }

    private static long Click(string counts)
    {
        using var json = JsonDocument.Parse(counts);
        return json.RootElement.GetProperty("click").GetInt64();
    }
}
