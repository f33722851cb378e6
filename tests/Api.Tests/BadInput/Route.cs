namespace OrleansState.Api.Tests.BadInput;

/// <summary>A route as the tests of bad input call it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">A path that would be right.</param>
/// <param name="Body">A body that would be right, or null where the route takes none.</param>
public sealed record Route(string Method, string Path, string? Body = null)
{
    /// <summary>Every route of carts and clicks. A test holds this against what the API has mapped.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/cart"),
        new("POST", "/cart/add", """{"item":"apple","quantity":1}"""),
        new("PUT", "/cart/items/apple", """{"quantity":1}"""),
        new("DELETE", "/cart/items/apple"),
        new("DELETE", "/cart"),
        new("POST", "/cart/checkout"),
        new("GET", "/clicks"),
        new("POST", "/clicks", """{"action":"click"}"""),
    ];

    public override string ToString() => $"{Method} {Path}";
}
