using System.Collections.Frozen;
using OrleansState.Accounts;
using OrleansState.AspNetCore;
using OrleansState.Carts;
using OrleansState.Clicks;

namespace OrleansState.Api.Problems;

/// <summary>
/// Every kind of problem there is: those of OrleansState.AspNetCore, and what the Api adds to them. <c>docs/problems.md</c> says
/// the same to people; a test holds the two together.
/// </summary>
internal static class ProblemTable
{
    private static readonly (string Code, int Status, string Title)[] Own =
    [
        (ProblemCodes.MalformedRequest, StatusCodes.Status400BadRequest, "The request can't be read"),
        (ProblemCodes.MalformedBody, StatusCodes.Status400BadRequest, "The body is no JSON object"),
        (ProblemCodes.InvalidField, StatusCodes.Status400BadRequest, "A field is missing or has a value it can't have"),
        (ProblemCodes.HostNotAllowed, StatusCodes.Status400BadRequest, "Not under this host name"),
        (ProblemCodes.Unauthorized, StatusCodes.Status401Unauthorized, "No valid access token"),
        (ProblemCodes.InvalidCredentials, StatusCodes.Status401Unauthorized, "Wrong username or password"),
        (ProblemCodes.InvalidRefreshToken, StatusCodes.Status401Unauthorized, "The refresh token is not good"),
        (ProblemCodes.InvalidGuestToken, StatusCodes.Status401Unauthorized, "The guest's token is not good any more"),
        (ProblemCodes.Forbidden, StatusCodes.Status403Forbidden, "Not for this user"),
        (ProblemCodes.HttpsRequired, StatusCodes.Status403Forbidden, "Only over HTTPS"),
        (ProblemCodes.NotFound, StatusCodes.Status404NotFound, "There is nothing here"),
        (ProblemCodes.MethodNotAllowed, StatusCodes.Status405MethodNotAllowed, "Not with this method"),
        (ProblemCodes.RequestTimeout, StatusCodes.Status408RequestTimeout, "The request came too slowly"),
        (CartRefusals.CartEmpty, StatusCodes.Status409Conflict, "The cart is empty"),
        (CartRefusals.CartMerged, StatusCodes.Status409Conflict, "The guest's cart went over to an account"),
        (CartRefusals.CartFull, StatusCodes.Status409Conflict, "The cart is full"),
        (CartRefusals.QuantityLimit, StatusCodes.Status409Conflict, "Too many pieces of one item"),
        (ClickRefusals.ActionLimit, StatusCodes.Status409Conflict, "Too many different actions"),
        (AccountRefusals.UsernameTaken, StatusCodes.Status409Conflict, "The username is taken"),
        (ProblemCodes.BodyTooLarge, StatusCodes.Status413PayloadTooLarge, "The body is too large"),
        (ProblemCodes.UriTooLong, StatusCodes.Status414UriTooLong, "The request line is too long"),
        (ProblemCodes.UnsupportedMediaType, StatusCodes.Status415UnsupportedMediaType, "The body is not sent as JSON"),
        (ProblemCodes.TooManyAttempts, StatusCodes.Status429TooManyRequests, "Too many logins have failed"),
        (ProblemCodes.TooManyRequests, StatusCodes.Status429TooManyRequests, "Too many requests"),
        (ProblemCodes.TooManyStreams, StatusCodes.Status429TooManyRequests, "Too many streams of one user"),
        (ProblemCodes.HeadersTooLarge, StatusCodes.Status431RequestHeaderFieldsTooLarge, "The headers are too large"),
        (ProblemCodes.InternalError, StatusCodes.Status500InternalServerError, "Something broke"),
        (ProblemCodes.HistoryNotKept, StatusCodes.Status501NotImplemented, "What happened is kept nowhere"),
        (ProblemCodes.Busy, StatusCodes.Status503ServiceUnavailable, "Too much waits at the moment"),
        (ProblemCodes.StreamsExhausted, StatusCodes.Status503ServiceUnavailable, "Too many streams"),
        (ProblemCodes.KafkaUnavailable, StatusCodes.Status503ServiceUnavailable, "Kafka can't be reached"),
        (ProblemCodes.VersionNotSupported, StatusCodes.Status505HttpVersionNotsupported, "Not in this version of HTTP"),
    ];

    private static StateProblemOptions Problems { get; } = AddTo(new StateProblemOptions());

    /// <summary>Without the erased user, whom <see cref="FaultHandler"/> answers in the Api's own words.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
        [.. Problems.Codes.Where(code => code is not StateProblemCodes.UserErased).Select(code => ProblemKind.Of(code, Problems))];

    private static FrozenDictionary<string, ProblemKind> ByCode { get; } = All.ToFrozenDictionary(kind => kind.Code);

    /// <summary>What a status means that the framework set without saying why.</summary>
    private static FrozenDictionary<int, ProblemKind> ByStatus { get; } = new[]
    {
        ProblemCodes.MalformedRequest, ProblemCodes.Unauthorized, ProblemCodes.Forbidden, ProblemCodes.NotFound,
        ProblemCodes.MethodNotAllowed, ProblemCodes.RequestTimeout, ProblemCodes.BodyTooLarge, ProblemCodes.UriTooLong,
        ProblemCodes.UnsupportedMediaType, ProblemCodes.HeadersTooLarge, ProblemCodes.VersionNotSupported,
        ProblemCodes.InternalError, ProblemCodes.StoreUnavailable,
    }.Select(code => ByCode[code]).ToFrozenDictionary(kind => kind.Status);

    /// <summary>Adds the Api's own kinds to those of the package.</summary>
    public static StateProblemOptions AddTo(StateProblemOptions problems)
    {
        foreach (var (code, status, title) in Own)
            problems.Set(code, status, title);
        return problems;
    }

    public static ProblemKind Of(string code) => ByCode[code];

    /// <summary>A status that has no kind of its own is one of the most general kind, and keeps its number.</summary>
    public static ProblemKind Of(int status) => ByStatus.GetValueOrDefault(status) ?? (status < 500 ? ByStatus[400] : ByStatus[500]) with { Status = status };
}
