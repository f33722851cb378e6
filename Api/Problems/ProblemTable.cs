using System.Collections.Frozen;
using OrleansState.Accounts;
using OrleansState.Carts;
using OrleansState.Clicks;

namespace OrleansState.Api.Problems;

/// <summary>Every kind of problem there is. <c>docs/problems.md</c> says the same to people; a test holds the two together.</summary>
internal static class ProblemTable
{
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        new(ProblemCodes.MalformedRequest, StatusCodes.Status400BadRequest, "The request can't be read"),
        new(ProblemCodes.MalformedBody, StatusCodes.Status400BadRequest, "The body is no JSON object"),
        new(ProblemCodes.MalformedHeader, StatusCodes.Status400BadRequest, "A header can't be read"),
        new(ProblemCodes.InvalidField, StatusCodes.Status400BadRequest, "A field is missing or has a value it can't have"),
        new(ProblemCodes.HostNotAllowed, StatusCodes.Status400BadRequest, "Not under this host name"),
        new(ProblemCodes.Unauthorized, StatusCodes.Status401Unauthorized, "No valid access token"),
        new(ProblemCodes.InvalidCredentials, StatusCodes.Status401Unauthorized, "Wrong username or password"),
        new(ProblemCodes.InvalidRefreshToken, StatusCodes.Status401Unauthorized, "The refresh token is not good"),
        new(ProblemCodes.InvalidGuestToken, StatusCodes.Status401Unauthorized, "The guest's token is not good any more"),
        new(ProblemCodes.Forbidden, StatusCodes.Status403Forbidden, "Not for this user"),
        new(ProblemCodes.HttpsRequired, StatusCodes.Status403Forbidden, "Only over HTTPS"),
        new(ProblemCodes.NotFound, StatusCodes.Status404NotFound, "There is nothing here"),
        new(ProblemCodes.MethodNotAllowed, StatusCodes.Status405MethodNotAllowed, "Not with this method"),
        new(ProblemCodes.RequestTimeout, StatusCodes.Status408RequestTimeout, "The request came too slowly"),
        new(CartRefusals.CartEmpty, StatusCodes.Status409Conflict, "The cart is empty"),
        new(CartRefusals.CartMerged, StatusCodes.Status409Conflict, "The guest's cart went over to an account"),
        new(CartRefusals.CartFull, StatusCodes.Status409Conflict, "The cart is full"),
        new(CartRefusals.QuantityLimit, StatusCodes.Status409Conflict, "Too many pieces of one item"),
        new(ClickRefusals.ActionLimit, StatusCodes.Status409Conflict, "Too many different actions"),
        new(AccountRefusals.UsernameTaken, StatusCodes.Status409Conflict, "The username is taken"),
        new(RefusalCodes.PreconditionFailed, StatusCodes.Status412PreconditionFailed, "The state has changed"),
        new(ProblemCodes.BodyTooLarge, StatusCodes.Status413PayloadTooLarge, "The body is too large"),
        new(ProblemCodes.UriTooLong, StatusCodes.Status414UriTooLong, "The request line is too long"),
        new(ProblemCodes.UnsupportedMediaType, StatusCodes.Status415UnsupportedMediaType, "The body is not sent as JSON"),
        new(RefusalCodes.KeyReused, StatusCodes.Status422UnprocessableEntity, "The idempotency key was used for something else"),
        new(ProblemCodes.TooManyAttempts, StatusCodes.Status429TooManyRequests, "Too many logins have failed"),
        new(ProblemCodes.TooManyRequests, StatusCodes.Status429TooManyRequests, "Too many requests"),
        new(ProblemCodes.TooManyStreams, StatusCodes.Status429TooManyRequests, "Too many streams of one user"),
        new(ProblemCodes.HeadersTooLarge, StatusCodes.Status431RequestHeaderFieldsTooLarge, "The headers are too large"),
        new(ProblemCodes.InternalError, StatusCodes.Status500InternalServerError, "Something broke"),
        new(ProblemCodes.StateUnreadable, StatusCodes.Status500InternalServerError, "What is stored can't be read"),
        new(ProblemCodes.Busy, StatusCodes.Status503ServiceUnavailable, "Too much waits at the moment"),
        new(ProblemCodes.StreamsExhausted, StatusCodes.Status503ServiceUnavailable, "Too many streams"),
        new(ProblemCodes.StoreUnavailable, StatusCodes.Status503ServiceUnavailable, "The store can't be reached"),
        new(ProblemCodes.KafkaUnavailable, StatusCodes.Status503ServiceUnavailable, "Kafka can't be reached"),
        new(ProblemCodes.OutcomeUnknown, StatusCodes.Status503ServiceUnavailable, "It is not known whether this took effect"),
        new(ProblemCodes.VersionNotSupported, StatusCodes.Status505HttpVersionNotsupported, "Not in this version of HTTP"),
    ];

    private static FrozenDictionary<string, ProblemKind> ByCode { get; } = All.ToFrozenDictionary(kind => kind.Code);

    /// <summary>What a status means that the framework set without saying why.</summary>
    private static FrozenDictionary<int, ProblemKind> ByStatus { get; } = new[]
    {
        ProblemCodes.MalformedRequest, ProblemCodes.Unauthorized, ProblemCodes.Forbidden, ProblemCodes.NotFound,
        ProblemCodes.MethodNotAllowed, ProblemCodes.RequestTimeout, ProblemCodes.BodyTooLarge, ProblemCodes.UriTooLong,
        ProblemCodes.UnsupportedMediaType, ProblemCodes.HeadersTooLarge, ProblemCodes.VersionNotSupported,
        ProblemCodes.InternalError, ProblemCodes.StoreUnavailable,
    }.Select(code => ByCode[code]).ToFrozenDictionary(kind => kind.Status);

    public static ProblemKind Of(string code) => ByCode[code];

    /// <summary>A status that has no kind of its own is one of the most general kind, and keeps its number.</summary>
    public static ProblemKind Of(int status) => ByStatus.GetValueOrDefault(status) ?? (status < 500 ? ByStatus[400] : ByStatus[500]) with { Status = status };
}
