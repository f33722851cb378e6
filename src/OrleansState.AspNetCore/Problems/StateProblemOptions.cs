using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace OrleansState.AspNetCore;

/// <summary>What refusals and faults are answered with: a status and a title for each code.</summary>
public sealed class StateProblemOptions
{
    private readonly Dictionary<string, (int Status, string Title)> _kinds = new(StringComparer.Ordinal)
    {
        [RefusalCodes.PreconditionFailed] = (StatusCodes.Status412PreconditionFailed, "The state has changed"),
        [RefusalCodes.KeyReused] = (StatusCodes.Status422UnprocessableEntity, "The idempotency key was used for something else"),
        [RefusalCodes.OutboxFull] = (StatusCodes.Status503ServiceUnavailable, "Too many events wait to be published"),
        [StateProblemCodes.MalformedHeader] = (StatusCodes.Status400BadRequest, "A header can't be read"),
        [StateProblemCodes.UserErased] = (StatusCodes.Status410Gone, "The user has been erased"),
        [StateProblemCodes.StateUnreadable] = (StatusCodes.Status500InternalServerError, "What is stored can't be read"),
        [StateProblemCodes.StoreUnavailable] = (StatusCodes.Status503ServiceUnavailable, "The store can't be reached"),
        [StateProblemCodes.TooManyStreams] = (StatusCodes.Status429TooManyRequests, "Too many streams of one user"),
        [StateProblemCodes.StreamsExhausted] = (StatusCodes.Status503ServiceUnavailable, "Too many streams"),
        [StateProblemCodes.OutcomeUnknown] = (StatusCodes.Status503ServiceUnavailable, "It is not known whether this took effect"),
    };

    /// <summary>What the <c>type</c> of a problem begins with; its code follows. Default <c>urn:orleansstate:problem:</c>.</summary>
    public string TypePrefix { get; set; } = "urn:orleansstate:problem:";

    /// <summary>The codes that have a status of their own: this package's, and those that were given one. Any other code is answered 409 Conflict.</summary>
    public IReadOnlyCollection<string> Codes => _kinds.Keys;

    /// <summary>
    /// Gives a code a status, and a title. A code that was given none is answered 409 Conflict, and its title is the code in words:
    /// <c>balance-too-low</c> is "Balance too low".
    /// </summary>
    /// <param name="code">The code of a refusal.</param>
    /// <param name="status">The status, from 400 to 599.</param>
    /// <param name="title">What the problem is called, the same each time; null makes it of the code.</param>
    public StateProblemOptions Set(string code, int status, string? title = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentOutOfRangeException.ThrowIfLessThan(status, StatusCodes.Status400BadRequest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        _kinds[code] = (status, title ?? TitleOf(code));
        return this;
    }

    /// <summary>The problem document (RFC 9457) of a code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="detail">What was refused, which key, which limit.</param>
    public ProblemDetails Create(string code, string? detail)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        var (status, title) = _kinds.TryGetValue(code, out var kind) ? kind : (StatusCodes.Status409Conflict, TitleOf(code));
        return new ProblemDetails { Type = TypePrefix + code, Title = title, Status = status, Detail = detail };
    }

    private static string TitleOf(string code) => char.ToUpperInvariant(code[0]) + code[1..].Replace('-', ' ');
}
