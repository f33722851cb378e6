using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Accounts;
using OrleansState.Api.Carts;
using OrleansState.Api.Clicks;
using OrleansState.Api.OpenApi;
using OrleansState.Api.Problems;
using OrleansState.AspNetCore;
using OrleansState.Carts;
using OrleansState.Clicks;
using OrleansState.Users;
using CartResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<OrleansState.Api.Carts.CartAnswer>,
    Microsoft.AspNetCore.Http.HttpResults.StatusCodeHttpResult,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;
using ClicksResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<OrleansState.Api.Clicks.ClicksAnswer>,
    Microsoft.AspNetCore.Http.HttpResults.StatusCodeHttpResult,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace OrleansState.Api.Admin;

/// <summary>Any user's state as that user would see it. The user need not be registered: Kafka counts for whom it names.</summary>
internal static class AdminEndpoints
{
    public const string IdText = "The user's id; one that Kafka counts for need not be registered.";

    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/admin/users").WithTags("Admin").RequireAuthorization(AdminPolicy.Name)
            .Refuses(ProblemCodes.InvalidField, ProblemCodes.NotFound, ProblemCodes.StoreUnavailable);
        users.MapGet("", FindAsync).WithName("FindUser").WithSummary("The user who has a username");
        users.MapGet("/{id}/clicks", GetClicksAsync).WithName("GetUserClicks").WithSummary("A user's counts").WithMetadata(new ETagMetadata());
        users.MapGet("/{id}/cart", GetCartAsync).WithName("GetUserCart").WithSummary("A user's cart").WithMetadata(new ETagMetadata());
    }

    private static async Task<Results<Ok<UserAnswer>, ProblemHttpResult>> FindAsync(
        Admins admins, IClusterClient cluster, [Required, Description("The name, in whatever case, as it was registered."), StringLength(Usernames.MaxLength, MinimumLength = Usernames.MinLength), RegularExpression(Patterns.Username)] string? username = null)
    {
        if (username is null || !Usernames.IsValid(username))
            return Problem.Of(ProblemCodes.InvalidField, $"The parameter username is not {Usernames.Rule}.");
        var name = Usernames.Normalize(username);
        return (admins.Find(name) ?? await cluster.GetGrain<IAccountGrain>(name).FindAsync()) is { } account
            ? TypedResults.Ok(new UserAnswer(account.UserId, account.Username))
            : Problem.Of(ProblemCodes.NotFound, "Nobody has this username.");
    }

    private static async Task<ClicksResult> GetClicksAsync(
        [Description(IdText), StringLength(UserIds.MaxLength, MinimumLength = 1), RegularExpression(Patterns.UserId)] string id, IfNoneMatch condition, KnownUsers users, IClusterClient cluster, HttpResponse response)
    {
        RequireUserId(id);
        var counts = await cluster.GetGrain<IClickCounterGrain>(id).GetAsync();
        return counts.Total > 0 || await users.HasAccountAsync(id) || await users.HasCartAsync(id)
            ? ClicksAnswer.ToAnswer(id, counts, condition, response)
            : Nobody();
    }

    private static async Task<CartResult> GetCartAsync(
        [Description(IdText), StringLength(UserIds.MaxLength, MinimumLength = 1), RegularExpression(Patterns.UserId)] string id, IfNoneMatch condition, KnownUsers users, IClusterClient cluster, HttpResponse response)
    {
        RequireUserId(id);
        var reply = await cluster.GetGrain<ICartGrain>(id).GetAsync();
        return reply.Value is { Version: > 0 } || await users.HasAccountAsync(id) || await users.HasClicksAsync(id)
            ? condition.ToResult(reply, response, CartAnswer.Of)
            : Nobody();
    }

    public static ProblemHttpResult Nobody() => Problem.Of(
        ProblemCodes.NotFound, "Nobody is known by this user id. GET /admin/users?username= finds the id of a username.");

    public static void RequireUserId(string id)
    {
        if (!UserIds.IsValid(id))
            throw new InvalidRequestException(ProblemCodes.InvalidField, $"The id is not 1 to {UserIds.MaxLength} printable ASCII characters without space, / or \\.");
    }
}
