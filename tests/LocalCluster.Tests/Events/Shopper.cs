using System.Collections.Concurrent;
using OrleansState.LocalCluster.Tests.Smoke;

namespace OrleansState.LocalCluster.Tests.Events;

/// <summary>A guest who orders again and again, and remembers what was acknowledged.</summary>
internal sealed class Shopper : IDisposable
{
    private readonly SmokeClient _http;
    private readonly ConcurrentQueue<string> _orders = new();

    private Shopper(Uri api) => _http = new SmokeClient(api);

    public string UserId { get; private set; } = "";

    /// <summary>The orders that were acknowledged, in their order.</summary>
    public IReadOnlyList<string> Orders => [.. _orders];

    public static async Task<Shopper> ArriveAsync(Uri api)
    {
        var shopper = new Shopper(api);
        shopper._http.Use((string)(await shopper._http.PostAsync("/login/guest", () => null))["access_token"]!);
        shopper.UserId = (string)(await shopper._http.GetAsync("/profile"))["user_id"]!;
        return shopper;
    }

    public async Task OrderAsync()
    {
        await _http.ChangeAsync(HttpMethod.Post, "/cart/add", new { item = "apple" });
        _orders.Enqueue((string)(await _http.ChangeAsync(HttpMethod.Post, "/cart/checkout"))["order_id"]!);
    }

    public void Dispose() => _http.Dispose();
}
