namespace OrleansState.Api.Tests.BadInput;

/// <summary>A route as the tests of bad input call it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">A path that would be right.</param>
/// <param name="Body">A body that would be right, or null where the route takes none.</param>
/// <param name="Pattern">The route's template, where the path has parts of a caller's own.</param>
/// <param name="IsStream">Its answer goes on for as long as the client stays.</param>
public sealed record Route(string Method, string Path, string? Body = null, string? Pattern = null, bool IsStream = false)
{
    public string Template => Pattern ?? Path;

    /// <summary>Every route. A test holds this against what the API has mapped.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/cart"),
        new("GET", "/cart/events", IsStream: true),
        new("POST", "/cart/add", """{"item":"apple","quantity":1}"""),
        new("PUT", "/cart/items/apple", """{"quantity":1}""", "/cart/items/{item}"),
        new("DELETE", "/cart/items/apple", Pattern: "/cart/items/{item}"),
        new("DELETE", "/cart"),
        new("POST", "/cart/checkout"),
        new("GET", "/cart/orders/none", Pattern: "/cart/orders/{order_id}"),
        new("GET", "/clicks"),
        new("GET", "/clicks/events", IsStream: true),
        new("POST", "/clicks", """{"action":"click"}"""),
        new("POST", "/register", """{"username":"ada","password":"correct horse"}"""),
        new("POST", "/login", """{"username":"ada","password":"correct horse"}"""),
        new("POST", "/token/refresh", """{"refresh_token":"a.b.c"}"""),
        new("POST", "/login/guest"),
        new("POST", "/me/password", """{"current_password":"correct horse","new_password":"battery staple"}"""),
        new("GET", "/me/sessions"),
        new("DELETE", "/me/sessions/none", Pattern: "/me/sessions/{id}"),
        new("DELETE", "/me/sessions"),
        new("GET", "/me/export"),
        new("DELETE", "/me"),
        new("POST", "/logout"),
        new("GET", "/profile"),
        // Admins alone come as far as its body; the tests of dead letters send it bad ones.
        new("POST", "/admin/dead-letters/redrive"),
        new("GET", "/admin/dead-letters"),
        new("GET", "/admin/users"),
        new("GET", "/admin/maintenance"),
        new("POST", "/admin/maintenance/sweep/run", Pattern: "/admin/maintenance/{name}/run"),
        new("GET", "/stats/events", IsStream: true),
        new("GET", "/stats/clicks"),
        new("GET", "/stats/clicks/top"),
        new("GET", "/stats/trending"),
        new("GET", "/stats/carts"),
        new("GET", "/admin/users/1/clicks", Pattern: "/admin/users/{id}/clicks"),
        new("GET", "/admin/users/1/cart", Pattern: "/admin/users/{id}/cart"),
        new("GET", "/admin/users/1/history", Pattern: "/admin/users/{id}/history"),
    ];

    /// <summary>Those whose answers end by themselves.</summary>
    public static IReadOnlyList<Route> Ending { get; } = [.. All.Where(route => !route.IsStream)];

    public override string ToString() => $"{Method} {Path}";
}
