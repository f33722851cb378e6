using System.Collections.Concurrent;

namespace OrleansState.LocalCluster.Tests.Smoke;

/// <summary>A user over HTTP who remembers what was acknowledged.</summary>
internal sealed class SmokeUser : IDisposable
{
    private readonly SmokeClient _http;
    private readonly ConcurrentDictionary<string, int> _pieces = new();
    private int _clicks;

    private SmokeUser(Uri api, TimeSpan? callTimeout) => _http = new SmokeClient(api, callTimeout);

    public string UserId { get; private set; } = "";

    public string AccessToken { get; private set; } = "";

    /// <summary>Acknowledged clicks; every step of the load ends with one.</summary>
    public int Clicks => Volatile.Read(ref _clicks);

    /// <summary>Calls that had to be sent again.</summary>
    public int Unanswered => _http.Unanswered;

    public IEnumerable<string> Failures => _http.Failures;

    public static async Task<SmokeUser> RegisterAsync(Uri api, TimeSpan? callTimeout = null)
    {
        var user = new SmokeUser(api, callTimeout);
        var account = await SmokeAccount.RegisterAsync(user._http);
        user.UserId = account.UserId;
        user.AccessToken = await account.LogInAsync(user._http);
        user._http.Use(user.AccessToken);
        return user;
    }

    public async Task AddAsync(string item)
    {
        await _http.ChangeAsync(HttpMethod.Post, "/cart/add", new { item });
        _pieces.AddOrUpdate(item, 1, (_, pieces) => pieces + 1);
    }

    public async Task ClickAsync()
    {
        await _http.ChangeAsync(HttpMethod.Post, "/clicks", new { action = "click" });
        Interlocked.Increment(ref _clicks);
    }

    /// <summary>Asserts that what was acknowledged is there, once, and nothing else.</summary>
    public async Task FindsItsOwnAsync()
    {
        var cart = (await _http.GetAsync("/cart"))["cart"]!.AsArray();
        Assert.Equal(
            _pieces.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} {p.Value}"),
            cart.Select(line => $"{line!["item"]} {line["quantity"]}").Order(StringComparer.Ordinal));
        Assert.Equal(Clicks, await ClicksAsync());
    }

    public async Task<int> ClicksAsync() => (int)(await _http.GetAsync("/clicks"))["total"]!;

    public void Dispose() => _http.Dispose();
}
