using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using OrleansState.Api.Problems;
using OrleansState.AspNetCore;

namespace OrleansState.Api.Json;

/// <summary>
/// A handler's parameter that is read from the request's JSON body. The framework's own binding refuses as well, but
/// can't say which field is wrong.
/// </summary>
/// <param name="Value">What was sent.</param>
internal sealed record Body<T>(T Value) : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var bytes = await BodyReader.ReadAsync(context.Request);
        if (bytes.IsEmpty)
            throw new InvalidRequestException(ProblemCodes.MalformedBody, "This call takes a JSON object as its body; there was none.");
        BodyReader.RequireJson(context.Request);
        return new Body<T>(BodyParser.Parse<T>(bytes));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T), isOptional: false));
    }
}
