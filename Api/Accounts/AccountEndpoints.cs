using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Accounts;
using OrleansState.Api.Admin;
using OrleansState.Api.Json;
using OrleansState.Api.Problems;
using OrleansState.Api.Sessions;
using OrleansState.Api.Tokens;
using OrleansState.Replies;

namespace OrleansState.Api.Accounts;

/// <summary>Becoming a user and logging in.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("").WithTags("Account").AllowAnonymous();
        accounts.MapPost("/register", RegisterAsync).WithName("Register").WithSummary("Makes an account");
        accounts.MapPost("/login", LogInAsync).WithName("LogIn").WithSummary("Opens a session");
    }

    private static async Task<Results<Created<RegisteredAnswer>, ProblemHttpResult>> RegisterAsync(
        Body<CredentialsBody> body, IClusterClient cluster, Passwords passwords, Admins admins, TimeProvider clock, CancellationToken cancelled)
    {
        Credentials.RequireValid(body.Value);
        var key = Usernames.Normalize(body.Value.Username);
        if (admins.Find(key) is not null)
            return Problem.Of(RefusalCodes.UsernameTaken, "The username belongs to somebody.");
        var hash = await passwords.HashAsync(body.Value.Password, cancelled);
        var userId = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        var reply = await cluster.GetGrain<IAccountGrain>(key).RegisterAsync(new Account(userId, body.Value.Username, hash));
        return reply.Refusal is { } refusal
            ? Problem.Of(refusal)
            : TypedResults.Created((string?)null, new RegisteredAnswer(userId));
    }

    private static async Task<Results<Ok<TokenPairAnswer>, ProblemHttpResult>> LogInAsync(
        Body<CredentialsBody> body, Credentials credentials, SessionTokens tokens, HttpResponse response, CancellationToken cancelled)
    {
        Credentials.RequireBounded(body.Value);
        response.Headers.CacheControl = "no-store";
        return await credentials.VerifyAsync(body.Value.Username, body.Value.Password, cancelled) is { } account
            ? TypedResults.Ok(await tokens.OpenAsync(account))
            : Challenge.Credentials(response, ProblemCodes.InvalidCredentials, "The username or the password is wrong.");
    }
}
