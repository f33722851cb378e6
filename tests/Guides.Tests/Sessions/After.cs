using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansState.AspNetCore;

namespace OrleansState.Guides.Tests.Sessions;

public static class After
{
    #region routes
    public static void MapBasket(IEndpointRouteBuilder app)
    {
        app.MapPost("/basket/{item:maxlength(64)}", async (string item, ClaimsPrincipal user, CommandHeaders headers, IGrainFactory grains, HttpResponse response) =>
        {
            var reply = await headers.SendAsync(CommandPayload.Of("basket.add", item), context => Basket(grains, user).AddAsync(item, context));
            return reply.ToResult(response);
        });
        app.MapGet("/basket", async (ClaimsPrincipal user, IfNoneMatch known, IGrainFactory grains, HttpResponse response) =>
            known.ToResult(await Basket(grains, user).GetAsync(), response, basket => basket.Items));
    }

    private static IBasketGrain Basket(IGrainFactory grains, ClaimsPrincipal user) => grains.GetGrain<IBasketGrain>(user.FindFirstValue("sub")!);
    #endregion
}
