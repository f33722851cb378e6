using OrleansState.AspNetCore;

namespace Shop.Entities;

/// <summary><c>GET /entity-route/{id}</c> and <c>POST /entity-route/{id}/add</c>, which takes an <c>Idempotency-Key</c> and an <c>If-Match</c>.</summary>
public static class EntityEndpoints
{
    public static IEndpointRouteBuilder MapEntities(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/entity-route/{id:maxlength(64)}");
        routes.MapGet("", GetAsync);
        routes.MapPost("/add", AddAsync);
        return app;
    }

    private static async Task<IResult> GetAsync(string id, IfNoneMatch known, IGrainFactory grains, HttpResponse response)
    {
        var reply = await grains.GetGrain<IEntityGrain>(id).GetAsync();
        return known.ToResult(reply, response, amount => new EntityBody(id, amount));
    }

    private static async Task<IResult> AddAsync(string id, AddBody body, CommandHeaders headers, IGrainFactory grains, HttpResponse response)
    {
        var reply = await headers.SendAsync(
            CommandPayload.Of("entity-kind.add", id, body.Change),
            context => grains.GetGrain<IEntityGrain>(id).AddAsync(body.Change, context));
        return reply.ToResult(response, amount => new EntityBody(id, amount));
    }

    private sealed record AddBody(long Change);

    private sealed record EntityBody(string Id, long Amount);
}
