using System.Net;

namespace OrleansState.Api.Tests.Faults;

/// <summary>Calls of every route that has to do with the store, by the names they have in the API's document.</summary>
internal static class Scenes
{
    private const string Apples = """{"item":"apple","quantity":2}""";
    private const string Changed = """{"current_password":"correct horse","new_password":"battery staple"}""";

    public static IReadOnlyDictionary<string, Func<Somebody, Task<Scene>>> All { get; } = new Dictionary<string, Func<Somebody, Task<Scene>>>
    {
        ["Register"] = RegisterAsync,
        ["LogIn"] = LogInAsync,
        ["LogIn of a guest"] = LogInOfGuestAsync,
        ["LogInAsGuest"] = nobody => Task.FromResult(new Scene(
            () => nobody.SendAsync(HttpMethod.Post, "/login/guest"), Nothing, pair => IsOkAsync(nobody.Of(pair), "/profile"))),
        ["ChangePassword"] = ChangePasswordAsync,
        ["EraseMe"] = EraseAccountAsync,
        ["EraseMe of a guest"] = EraseGuestAsync,
        ["RefreshToken"] = RefreshAsync,
        ["LogOut"] = nobody => EndingAsync(nobody, _ => (HttpMethod.Post, "/logout"), endsItself: true),
        ["EndSession"] = nobody => EndingAsync(nobody, session => (HttpMethod.Delete, $"/me/sessions/{session}"), endsItself: false),
        ["EndAllSessions"] = nobody => EndingAsync(nobody, _ => (HttpMethod.Delete, "/me/sessions"), endsItself: true),
        ["AddToCart"] = nobody => ChangeAsync(nobody, HttpMethod.Post, "/cart/add", Apples, "apple 4, pear 1"),
        ["SetCartItem"] = nobody => ChangeAsync(nobody, HttpMethod.Put, "/cart/items/plum", """{"quantity":7}""", "apple 2, pear 1, plum 7"),
        ["RemoveCartItem"] = nobody => ChangeAsync(nobody, HttpMethod.Delete, "/cart/items/apple", null, "pear 1"),
        ["ClearCart"] = nobody => ChangeAsync(nobody, HttpMethod.Delete, "/cart", null, ""),
        ["CheckOut"] = nobody => CheckOutAsync(nobody, Guid.NewGuid().ToString("N"), again: 0),
        ["CheckOut without a key"] = nobody => CheckOutAsync(nobody, key: null, again: 409),
        ["CountClick"] = CountAsync,
        ["GetCart"] = nobody => LookingAsync(nobody, "/cart"),
        ["GetClicks"] = nobody => LookingAsync(nobody, "/clicks"),
        ["GetProfile"] = nobody => LookingAsync(nobody, "/profile"),
        ["ListSessions"] = nobody => LookingAsync(nobody, "/me/sessions"),
        ["ExportMe"] = nobody => LookingAsync(nobody, "/me/export"),
        ["GetOrder"] = GetOrderAsync,
        ["FindUser"] = async nobody =>
        {
            var account = await nobody.RegisterAsync();
            return new Scene(() => nobody.Cluster.Admin.SendAsync(HttpMethod.Get, $"/admin/users?username={account.Username}"), Nothing, _ => Task.CompletedTask);
        },
        ["GetUserCart"] = nobody => OfAdminAsync(nobody, "cart"),
        ["GetUserClicks"] = nobody => OfAdminAsync(nobody, "clicks"),
    };

    private static Task<string> Nothing() => Task.FromResult("");

    private static async Task<Somebody> ShopperAsync(Somebody nobody) =>
        await (await (await nobody.NewGuestAsync()).PutAsync("apple", 2)).PutAsync("pear", 1);

    private static async Task<Scene> RegisterAsync(Somebody nobody)
    {
        var account = new Account($"ada.{Guid.NewGuid():N}", "correct horse", "");
        await Task.CompletedTask;
        return new Scene(
            () => nobody.SendAsync(HttpMethod.Post, "/register", account.Credentials),
            async () => $"{await nobody.TryLogInAsync(account)}",
            async _ => Assert.Equal(HttpStatusCode.OK, await nobody.TryLogInAsync(account)),
            Success: 201,
            Again: 409);
    }

    private static async Task<Scene> LogInAsync(Somebody nobody)
    {
        var account = await nobody.RegisterAsync();
        var owner = await nobody.LogInAsync(account);
        return new Scene(
            () => nobody.SendAsync(HttpMethod.Post, "/login", account.Credentials), owner.LookAsync, pair => IsOkAsync(nobody.Of(pair), "/profile"));
    }

    private static async Task<Scene> LogInOfGuestAsync(Somebody nobody)
    {
        var account = await nobody.RegisterAsync();
        var owner = await (await nobody.LogInAsync(account)).PutAsync("pear", 3);
        var guest = await ShopperAsync(nobody);
        return new Scene(
            () => guest.SendAsync(HttpMethod.Post, "/login", account.Credentials),
            async () => await owner.LookAsync() + await guest.LookAsync(),
            async pair =>
            {
                Assert.Equal("pear 3, apple 2", await nobody.Of(pair).LinesAsync());
                Assert.Equal("", await guest.LinesAsync());
            });
    }

    private static async Task<Scene> ChangePasswordAsync(Somebody nobody)
    {
        var account = await nobody.RegisterAsync();
        var (here, other) = (await nobody.LogInAsync(account), await nobody.LogInAsync(account));
        var changed = account with { Password = "battery staple" };
        return new Scene(
            () => here.SendAsync(HttpMethod.Post, "/me/password", Changed),
            async () => $"{await here.StatusOfAsync("/profile")} {await other.StatusOfAsync("/profile")} {await nobody.TryLogInAsync(account)} {await nobody.TryLogInAsync(changed)}",
            async _ =>
            {
                Assert.Equal(HttpStatusCode.OK, await here.StatusOfAsync("/profile"));
                Assert.Equal(HttpStatusCode.Unauthorized, await other.StatusOfAsync("/profile"));
                Assert.Equal(HttpStatusCode.Unauthorized, (await other.AskAsync(HttpMethod.Post, "/token/refresh", other.RefreshBody)).Status);
                Assert.Equal(HttpStatusCode.Unauthorized, await nobody.TryLogInAsync(account));
                Assert.Equal(HttpStatusCode.OK, await nobody.TryLogInAsync(changed));
            },
            Success: 204);
    }

    private static async Task<Scene> EraseAccountAsync(Somebody nobody)
    {
        var account = await nobody.RegisterAsync();
        var user = await (await nobody.LogInAsync(account)).PutAsync("apple", 2);
        return new Scene(
            () => user.SendAsync(HttpMethod.Delete, "/me"),
            async () => await nobody.TryLogInAsync(account) + (await user.GetAsync("/cart")).Text,
            async _ =>
            {
                Assert.Equal(HttpStatusCode.Unauthorized, await nobody.TryLogInAsync(account));
                Assert.Equal(HttpStatusCode.Unauthorized, await user.StatusOfAsync("/cart"));
                Assert.Equal(HttpStatusCode.Unauthorized, await user.StatusOfAsync("/profile"));
                Assert.Equal(HttpStatusCode.Created, (await nobody.AskAsync(HttpMethod.Post, "/register", account.Credentials)).Status);
            },
            Success: 204,
            Again: 401);
    }

    private static async Task<Scene> EraseGuestAsync(Somebody nobody)
    {
        var guest = await ShopperAsync(nobody);
        return new Scene(
            () => guest.SendAsync(HttpMethod.Delete, "/me"),
            guest.LookAsync,
            async _ => Assert.Equal(HttpStatusCode.Unauthorized, await guest.StatusOfAsync("/cart")),
            Success: 204,
            Again: 401);
    }

    private static async Task<Scene> RefreshAsync(Somebody nobody)
    {
        var (guest, key) = (await nobody.NewGuestAsync(), Guid.NewGuid().ToString("N"));
        return new Scene(
            () => nobody.SendAsync(HttpMethod.Post, "/token/refresh", guest.RefreshBody, key),
            guest.LookAsync,
            async pair => Assert.Equal(
                HttpStatusCode.OK, (await nobody.AskAsync(HttpMethod.Post, "/token/refresh", nobody.Of(pair).RefreshBody)).Status));
    }

    /// <summary>The end of sessions of an account that has two.</summary>
    private static async Task<Scene> EndingAsync(Somebody nobody, Func<string, (HttpMethod Method, string Path)> call, bool endsItself)
    {
        var account = await nobody.RegisterAsync();
        var (here, other) = (await nobody.LogInAsync(account), await nobody.LogInAsync(account));
        var session = (await other.GetAsync("/me/sessions")).Json["sessions"]!.AsArray().Single(s => (bool)s!["current"]!)!["session_id"];
        var (method, path) = call((string)session!);
        var ended = endsItself ? here : other;
        return new Scene(
            () => here.SendAsync(method, path),
            async () => $"{await here.StatusOfAsync("/profile")} {await other.StatusOfAsync("/profile")}",
            async _ => Assert.Equal(HttpStatusCode.Unauthorized, await ended.StatusOfAsync("/profile")),
            Success: 204,
            Again: endsItself ? 401 : 0);
    }

    private static async Task<Scene> ChangeAsync(Somebody nobody, HttpMethod method, string path, string? body, string lines)
    {
        var (guest, key) = (await ShopperAsync(nobody), Guid.NewGuid().ToString("N"));
        return new Scene(
            () => guest.SendAsync(method, path, body, key),
            guest.LookAsync,
            async _ =>
            {
                var cart = await guest.GetAsync("/cart");
                Assert.Equal((lines, 3), (cart.Lines(), (int)cart.Json["version"]!));
            });
    }

    private static async Task<Scene> CheckOutAsync(Somebody nobody, string? key, int again)
    {
        var guest = await ShopperAsync(nobody);
        return new Scene(
            () => guest.SendAsync(HttpMethod.Post, "/cart/checkout", null, key),
            guest.LookAsync,
            async answer =>
            {
                var cart = await guest.GetAsync("/cart");
                Assert.Equal(("", 3), (cart.Lines(), (int)cart.Json["version"]!));
                var order = await guest.GetAsync($"/cart/orders/{cart.Json["last_order_id"]}");
                Assert.Equal(["apple", "pear"], order.Json["lines"]!.AsArray().Select(line => (string)line!["item"]!));
                if (answer.Status == HttpStatusCode.OK)
                    Assert.Equal(answer.Text, order.Text);
            },
            Again: again);
    }

    private static async Task<Scene> CountAsync(Somebody nobody)
    {
        var (guest, key) = (await nobody.NewGuestAsync(), Guid.NewGuid().ToString("N"));
        return new Scene(
            () => guest.SendAsync(HttpMethod.Post, "/clicks", null, key),
            guest.LookAsync,
            async _ => Assert.Equal(1, (int)(await guest.GetAsync("/clicks")).Json["total"]!));
    }

    private static async Task<Scene> LookingAsync(Somebody nobody, string path)
    {
        var guest = await ShopperAsync(nobody);
        return new Scene(() => guest.SendAsync(HttpMethod.Get, path), guest.LookAsync, _ => Task.CompletedTask);
    }

    private static async Task<Scene> GetOrderAsync(Somebody nobody)
    {
        var guest = await ShopperAsync(nobody);
        var order = (string)(await guest.AskAsync(HttpMethod.Post, "/cart/checkout")).Json["order_id"]!;
        return new Scene(() => guest.SendAsync(HttpMethod.Get, $"/cart/orders/{order}"), guest.LookAsync, _ => Task.CompletedTask);
    }

    private static async Task<Scene> OfAdminAsync(Somebody nobody, string what)
    {
        var account = await nobody.RegisterAsync();
        return new Scene(() => nobody.Cluster.Admin.SendAsync(HttpMethod.Get, $"/admin/users/{account.UserId}/{what}"), Nothing, _ => Task.CompletedTask);
    }

    private static async Task IsOkAsync(Somebody somebody, string path) => Assert.Equal(HttpStatusCode.OK, await somebody.StatusOfAsync(path));
}
