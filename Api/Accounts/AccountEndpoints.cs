using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Accounts;
using OrleansState.Api.Admin;
using OrleansState.Api.Carts;
using OrleansState.Api.Json;
using OrleansState.Api.Lockouts;
using OrleansState.Api.Problems;
using OrleansState.Api.RateLimits;
using OrleansState.Api.SecurityLog;
using OrleansState.Api.Sessions;
using OrleansState.Api.Tokens;
using OrleansState.AspNetCore;
using OrleansState.Users;

namespace OrleansState.Api.Accounts;

/// <summary>Becoming a user and logging in.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("").WithTags("Account").AllowAnonymous();
        accounts.MapPost("/register", RegisterAsync).WithName("Register").WithSummary("Makes an account").RequireRateLimiting(RateLimitPolicies.Credentials)
            .Refuses(AccountRefusals.UsernameTaken, ProblemCodes.TooManyRequests, ProblemCodes.Busy, ProblemCodes.StoreUnavailable, ProblemCodes.OutcomeUnknown);
        accounts.MapPost("/login", LogInAsync).WithName("LogIn").WithSummary("Opens a session; a guest's token takes the guest's cart along")
            .RequireRateLimiting(RateLimitPolicies.Credentials)
            .Refuses(ProblemCodes.InvalidCredentials, ProblemCodes.InvalidGuestToken, ProblemCodes.TooManyAttempts, ProblemCodes.TooManyRequests, ProblemCodes.Busy, ProblemCodes.StoreUnavailable, ProblemCodes.OutcomeUnknown);
        accounts.MapPost("/login/guest", LogInAsGuestAsync).WithName("LogInAsGuest").WithSummary("Opens a session for a new guest")
            .RequireRateLimiting(RateLimitPolicies.Guests).Refuses(ProblemCodes.TooManyRequests, ProblemCodes.StoreUnavailable, ProblemCodes.OutcomeUnknown);
    }

    private static async Task<Results<Created<RegisteredAnswer>, ProblemHttpResult>> RegisterAsync(
        Body<RegistrationBody> body, IClusterClient cluster, HashingGate hashing, Passwords passwords, Admins admins, TimeProvider clock,
        HttpContext http, CancellationToken cancelled)
    {
        Credentials.RequireValid(body.Value);
        http.Response.Headers.CacheControl = "no-store";
        var key = Usernames.Normalize(body.Value.Username);
        if (admins.Find(key) is not null)
            return Problem.Of(AccountRefusals.UsernameTaken, "The username belongs to somebody.");
        using var place = hashing.TryEnter(http, HashingPurpose.Registration);
        if (place is null)
            return hashing.Refuse(http, HashingPurpose.Registration);
        var hash = await passwords.HashAsync(place, body.Value.Password, cancelled);
        var userId = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        var reply = await cluster.GetGrain<IAccountGrain>(key).RegisterAsync(new Account(userId, body.Value.Username, hash));
        return reply.Refusal is { } refusal
            ? refusal.ToProblem(http)
            : TypedResults.Created((string?)null, new RegisteredAnswer(userId));
    }

    private static async Task<Results<Ok<TokenPairAnswer>, ProblemHttpResult>> LogInAsync(
        Body<CredentialsBody> body, Credentials credentials, PasswordAttempts attempts, KnownDevices devices, GuestCarts guests,
        SessionTokens tokens, Admins admins, SecurityEvents security, HttpContext http, CancellationToken cancelled)
    {
        Credentials.RequireBounded(body.Value);
        if (RefusedToken.UserOf(http) is { Length: > 0 } lost && Guests.IsGuest(lost))
            return Challenge.GuestToken(http.Response);
        http.Response.Headers.CacheControl = "no-store";
        var (username, address) = (body.Value.Username, http.Connection.RemoteIpAddress);
        var origin = LoginOrigin.Of(http, username, devices.Find(http.Request, username));
        var (given, refusal) = await attempts.BeginAsync(http, origin, username, HashingPurpose.Login);
        if (refusal is not null)
            return refusal;
        using var place = given!;
        if (await credentials.VerifyAsync(place, username, body.Value.Password, cancelled) is not { } verified)
        {
            security.LoginFailed(username, address);
            return WrongCredentials(http.Response);
        }

        await attempts.SucceededAsync(origin);
        var account = verified.Account;
        // First of all the session, which finds out whether the password still is the account's.
        if (await tokens.TryOpenAsync(account) is not { } pair)
            return WrongCredentials(http.Response);
        PartialEffect.Begin(http);
        if (admins.Holds(account.UserId))
            security.AdminLoggedIn(account.UserId, address);
        if (TokenPrincipal.Of(http)?.UserId is { } guest && Guests.IsGuest(guest) && !await guests.TryMergeAsync(guest, account.UserId))
            return WrongCredentials(http.Response);
        devices.Remember(http, username);
        await credentials.RenewHashAsync(place, verified, body.Value.Password, cancelled);
        return TypedResults.Ok(pair);
    }

    private static ProblemHttpResult WrongCredentials(HttpResponse response) =>
        Challenge.Credentials(response, ProblemCodes.InvalidCredentials, "The username or the password is wrong.");

    private static async Task<Ok<TokenPairAnswer>> LogInAsGuestAsync(SessionTokens tokens, TimeProvider clock, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await tokens.OpenAsync(Guests.NewId(clock.GetUtcNow()), Guests.Username));
    }
}
