using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Distributed;

namespace OrleansState.Guides.Tests.Sessions;

public static class Before
{
    #region session
    public static void MapBasketInSession(IEndpointRouteBuilder app) => app.MapPost("/basket/{item}", async (string item, HttpContext http) =>
    {
        await http.Session.LoadAsync();
        var basket = JsonSerializer.Deserialize<Dictionary<string, int>>(http.Session.GetString("basket") ?? "{}")!;
        basket[item] = basket.GetValueOrDefault(item) + 1;
        http.Session.SetString("basket", JsonSerializer.Serialize(basket));
        return basket;
    });
    #endregion

    #region cache
    public static void MapBasketInCache(IEndpointRouteBuilder app) => app.MapPost("/basket/{item}", async (string item, HttpContext http, IDistributedCache cache) =>
    {
        var key = "basket:" + http.User.FindFirst("sub")?.Value;
        var basket = JsonSerializer.Deserialize<Dictionary<string, int>>(await cache.GetStringAsync(key) ?? "{}")!;
        basket[item] = basket.GetValueOrDefault(item) + 1;
        await cache.SetStringAsync(key, JsonSerializer.Serialize(basket), new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(20) });
        return basket;
    });
    #endregion
}
