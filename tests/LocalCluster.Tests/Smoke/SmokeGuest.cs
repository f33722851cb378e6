using System.Text.Json.Nodes;

namespace OrleansState.LocalCluster.Tests.Smoke;

/// <summary>Somebody with an account who filled a guest's cart before logging in. Both carts have something in them.</summary>
internal sealed class SmokeGuest(Uri api) : IDisposable
{
    private readonly SmokeClient _guest = new(api);
    private readonly SmokeClient _owner = new(api);
    private SmokeAccount _account = null!;

    public bool IsLoggedIn { get; private set; }

    /// <summary>Logins with the guest's token that broke off or were not answered.</summary>
    public int BrokenLogins { get; private set; }

    public static async Task<SmokeGuest> ArriveAsync(Uri api)
    {
        var guest = new SmokeGuest(api);
        guest._account = await SmokeAccount.RegisterAsync(guest._owner);
        guest._owner.Use(await guest._account.LogInAsync(guest._owner));
        await AddAsync(guest._owner, "apple", 5);
        await AddAsync(guest._owner, "pear", 1);
        guest._guest.Use((string)(await guest._guest.PostAsync("/login/guest", () => null))["access_token"]!);
        await AddAsync(guest._guest, "pear", 3);
        await AddAsync(guest._guest, "apple", 2);
        await AddAsync(guest._guest, "plum", 7);
        return guest;
    }

    /// <summary>
    /// Logs in with the guest's token, takes out what only the guest had, and logs in with that token once more, as a client
    /// does that never saw the first answer.
    /// </summary>
    public async Task LogInTwiceAsync()
    {
        var before = _guest.Unanswered;
        await _account.LogInAsync(_guest);
        IsLoggedIn = true;
        Assert.Equal("apple 5, pear 3, plum 7", await CartAsync(_owner));
        await _owner.ChangeAsync(HttpMethod.Delete, "/cart/items/plum");
        await _account.LogInAsync(_guest);
        BrokenLogins = _guest.Unanswered - before;
    }

    /// <summary>Asserts that the guest's cart came over once: nothing of it is missing, and what was taken out stays out.</summary>
    public async Task FindsOneCartAsync()
    {
        Assert.Equal("apple 5, pear 3", await CartAsync(_owner));
        Assert.Equal("", await CartAsync(_guest));
    }

    public void Dispose()
    {
        _guest.Dispose();
        _owner.Dispose();
    }

    private static Task<JsonNode> AddAsync(SmokeClient http, string item, int quantity) => http.ChangeAsync(HttpMethod.Post, "/cart/add", new { item, quantity });

    private static async Task<string> CartAsync(SmokeClient http) => string.Join(
        ", ", (await http.GetAsync("/cart"))["cart"]!.AsArray().Select(line => $"{line!["item"]} {line["quantity"]}"));
}
