using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace OrleansState.Api.Problems;

/// <summary>Makes problem documents (RFC 9457) out of codes.</summary>
internal static class Problem
{
    /// <param name="code">One of <see cref="ProblemTable"/>.</param>
    /// <param name="detail">What was refused, which field, which limit.</param>
    public static ProblemHttpResult Of(string code, string detail) => TypedResults.Problem(Document(ProblemTable.Of(code), detail));

    public static ProblemDetails Document(ProblemKind kind, string? detail) => new()
    {
        Type = kind.Type,
        Title = kind.Title,
        Status = kind.Status,
        Detail = detail,
    };
}
