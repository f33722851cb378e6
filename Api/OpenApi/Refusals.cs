using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;
using OrleansState.Api.Admin;
using OrleansState.Api.Problems;
using OrleansState.AspNetCore;

namespace OrleansState.Api.OpenApi;

/// <summary>How a call can be refused: what its route declares, and what follows from how it is called.</summary>
internal static class Refusals
{
    private static readonly string[] OfBodies =
    [
        ProblemCodes.MalformedRequest, ProblemCodes.MalformedBody, ProblemCodes.InvalidField, ProblemCodes.UnsupportedMediaType, ProblemCodes.RequestTimeout,
    ];

    public static IEnumerable<string> Of(IList<object> endpoint, OpenApiOperation operation, bool secured)
    {
        // Also what reads no body refuses one that is too large.
        HashSet<string> codes = [ProblemCodes.BodyTooLarge, ProblemCodes.InternalError, .. endpoint.OfType<RefusesAttribute>().SelectMany(refuses => refuses.Codes)];
        AddIf(secured, ProblemCodes.Unauthorized);
        AddIf(secured && endpoint.OfType<IAuthorizeData>().Any(data => data.Policy == AdminPolicy.Name), ProblemCodes.Forbidden);
        AddIf(endpoint.OfType<EnableRateLimitingAttribute>().Any(), ProblemCodes.TooManyRequests);
        AddIf(operation.RequestBody is not null, OfBodies);
        AddIf(Takes(ParameterLocation.Path), ProblemCodes.InvalidField);
        AddIf(Takes(ParameterLocation.Query), ProblemCodes.MalformedRequest, ProblemCodes.InvalidField);
        // What needs the store may find there what it can't read.
        AddIf(codes.Contains(ProblemCodes.StoreUnavailable), ProblemCodes.StateUnreadable);
        return codes;

        bool Takes(ParameterLocation location) => operation.Parameters?.Any(parameter => parameter.In == location) ?? false;

        void AddIf(bool holds, params string[] more)
        {
            if (holds)
                codes.UnionWith(more);
        }
    }
}
