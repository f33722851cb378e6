using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using OrleansState.Api.Commands;
using OrleansState.Api.Json;
using OrleansState.Api.OpenApi;
using OrleansState.Api.Problems;
using OrleansState.Api.RateLimits;
using OrleansState.Api.Tokens;
using OrleansState.AspNetCore;
using OrleansState.Carts;
using OrleansState.References;
using CartResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<OrleansState.Api.Carts.CartAnswer>,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;
using EventsResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.ServerSentEventsResult<OrleansState.Api.Carts.CartAnswer?>,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;
using OrderResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<OrleansState.Api.Carts.OrderAnswer>,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

using ReadResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<OrleansState.Api.Carts.CartAnswer>,
    Microsoft.AspNetCore.Http.HttpResults.StatusCodeHttpResult,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace OrleansState.Api.Carts;

/// <summary>The caller's cart.</summary>
internal static class CartEndpoints
{
    private const string ItemText = "The item, percent-encoded, its length in UTF-16 characters.";

    public static void MapCarts(this IEndpointRouteBuilder routes)
    {
        var cart = routes.MapGroup("/cart").WithTags("Cart").RequireAuthorization().Refuses(ProblemCodes.StoreUnavailable);
        cart.MapGet("", GetAsync).WithName("GetCart").WithSummary("The cart").WithMetadata(new ETagMetadata());
        cart.MapGet("/events", WatchAsync).WithName("WatchCart").WithSummary("The cart, and each change of it").StreamsEvents();
        cart.MapPost("/add", AddAsync).RequireRateLimiting(RateLimitPolicies.Mutations).WithName("AddToCart").WithSummary("Adds pieces of an item")
            .Refuses(CartRefusals.CartMerged, CartRefusals.CartFull, CartRefusals.QuantityLimit);
        cart.MapPut("/items/{item}", SetQuantityAsync).RequireRateLimiting(RateLimitPolicies.Mutations).WithName("SetCartItem").WithSummary("Sets an item's pieces; 0 removes it")
            .Refuses(CartRefusals.CartMerged, CartRefusals.CartFull);
        cart.MapDelete("/items/{item}", RemoveAsync).RequireRateLimiting(RateLimitPolicies.Mutations).WithName("RemoveCartItem").WithSummary("Removes an item")
            .Refuses(CartRefusals.CartMerged, ProblemCodes.InvalidField);
        cart.MapDelete("", ClearAsync).RequireRateLimiting(RateLimitPolicies.Mutations).WithName("ClearCart").WithSummary("Removes every item").Refuses(CartRefusals.CartMerged, RefusalCodes.OutboxFull);
        cart.MapPost("/checkout", CheckOutAsync).RequireRateLimiting(RateLimitPolicies.Mutations).WithName("CheckOut").WithSummary("Turns the cart into an order and empties it")
            .Refuses(CartRefusals.CartMerged, CartRefusals.CartEmpty, RefusalCodes.OutboxFull);
        cart.MapGet("/orders/{order_id}", GetOrderAsync).WithName("GetOrder").WithSummary("One of the latest orders").Refuses(ProblemCodes.NotFound);
    }

    private static async Task<ReadResult> GetAsync(Caller caller, IfNoneMatch condition, IClusterClient cluster, HttpResponse response)
    {
        var reply = await Cart(cluster, caller).GetAsync();
        return condition.ToResult(reply, response, CartAnswer.Of);
    }

    private static Task<EventsResult> WatchAsync(Caller caller, TokenWatch tokens, LiveStates live, IClusterClient cluster, HttpContext http)
    {
        var cart = Cart(cluster, caller);
        return live.ShowAsync(http, tokens.Of(http), new LiveSource<CartSnapshot>(cart, ICartGrain.Kind, cart.GetAsync), CartAnswer.Of);
    }

    private static async Task<CartResult> AddAsync(
        Body<AddItemBody> body, CommandHeaders headers, Caller caller, IClusterClient cluster, HttpResponse response)
    {
        var line = CartFields.Line(body.Value.Item, body.Value.Quantity, fewest: 1);
        var reply = await headers.SendAsync(CommandPayload.Of("cart.add", line.Item, line.Quantity), context => Cart(cluster, caller).AddAsync(line, context));
        return reply.ToResult(response, CartAnswer.Of);
    }

    private static async Task<CartResult> SetQuantityAsync(
        [Description(ItemText), StringLength(CartLimits.ItemLength, MinimumLength = 1), RegularExpression(Patterns.Label)] string item,
        Body<QuantityBody> body, CommandHeaders headers, Caller caller, IClusterClient cluster, HttpResponse response)
    {
        var line = CartFields.Line(item, body.Value.Quantity, fewest: 0);
        var reply = await headers.SendAsync(CommandPayload.Of("cart.set", line.Item, line.Quantity), context => Cart(cluster, caller).SetQuantityAsync(line, context));
        return reply.ToResult(response, CartAnswer.Of);
    }

    private static async Task<CartResult> RemoveAsync(
        [Description(ItemText), StringLength(CartLimits.ItemLength, MinimumLength = 1), RegularExpression(Patterns.Label)] string item,
        CommandHeaders headers, Caller caller, IClusterClient cluster, HttpResponse response)
    {
        var none = CartFields.Line(item, quantity: 0, fewest: 0);
        var reply = await headers.SendAsync(CommandPayload.Of("cart.remove", item), context => Cart(cluster, caller).SetQuantityAsync(none, context));
        return reply.ToResult(response, CartAnswer.Of);
    }

    private static async Task<CartResult> ClearAsync(CommandHeaders headers, Caller caller, IClusterClient cluster, HttpResponse response)
    {
        var reply = await headers.SendAsync(CommandPayload.Of("cart.clear"), context => Cart(cluster, caller).ClearAsync(context));
        return reply.ToResult(response, CartAnswer.Of);
    }

    private static async Task<OrderResult> CheckOutAsync(CommandHeaders headers, Caller caller, IClusterClient cluster, HttpResponse response)
    {
        var reply = await headers.SendAsync(CommandPayload.Of("cart.checkout"), context => Cart(cluster, caller).CheckOutAsync(context));
        return reply.ToResult(response, OrderAnswer.Of);
    }

    private static async Task<OrderResult> GetOrderAsync([FromRoute(Name = "order_id"), Description("The id of one of the caller's latest orders, as the checkout answered it.")] string orderId, Caller caller, IClusterClient cluster)
    {
        var orders = await Cart(cluster, caller).GetOrdersAsync();
        return orders.FirstOrDefault(order => order.OrderId == orderId) is { } order
            ? TypedResults.Ok(OrderAnswer.Of(order))
            : Problem.Of(ProblemCodes.NotFound, $"The cart remembers no such order; it remembers the latest {CartLimits.Orders}.");
    }

    private static ICartGrain Cart(IClusterClient cluster, Caller caller) => cluster.GrainOf<ICartGrain>(caller.UserId);
}
