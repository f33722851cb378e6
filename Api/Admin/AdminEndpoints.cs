using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Api.Carts;
using OrleansState.Api.Clicks;
using OrleansState.Api.Commands;
using OrleansState.Api.OpenApi;
using OrleansState.Api.Problems;
using OrleansState.Carts;
using OrleansState.Clicks;
using OrleansState.Users;
using CartResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<OrleansState.Api.Carts.CartAnswer>,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace OrleansState.Api.Admin;

/// <summary>Any user's state as that user would see it. The user need not be registered: Kafka counts for whom it names.</summary>
internal static class AdminEndpoints
{
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/admin/users/{id}").WithTags("Admin").RequireAuthorization(AdminPolicy.Name)
            .Refuses(ProblemCodes.NotFound, ProblemCodes.StoreUnavailable);
        users.MapGet("/clicks", GetClicksAsync).WithName("GetUserClicks").WithSummary("A user's counts");
        users.MapGet("/cart", GetCartAsync).WithName("GetUserCart").WithSummary("A user's cart").WithMetadata(new ETagMetadata());
    }

    private static async Task<Ok<ClicksAnswer>> GetClicksAsync(
        [StringLength(UserIds.MaxLength, MinimumLength = 1), RegularExpression(Patterns.UserId)] string id, IClusterClient cluster)
    {
        RequireUserId(id);
        var counts = await cluster.GetGrain<IClickCounterGrain>(id).GetAsync();
        return TypedResults.Ok(new ClicksAnswer(id, counts.Total, counts.ByAction));
    }

    private static async Task<CartResult> GetCartAsync(
        [StringLength(UserIds.MaxLength, MinimumLength = 1), RegularExpression(Patterns.UserId)] string id, IClusterClient cluster, HttpResponse response)
    {
        RequireUserId(id);
        var reply = await cluster.GetGrain<ICartGrain>(id).GetAsync();
        return reply.ToAnswer(response, CartAnswer.Of);
    }

    private static void RequireUserId(string id)
    {
        if (!UserIds.IsValid(id))
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The id is not 1 to {UserIds.MaxLength} printable ASCII characters without space, / or \\.");
    }
}
