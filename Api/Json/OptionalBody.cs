using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace OrleansState.Api.Json;

/// <summary>A <see cref="Body{T}"/> that may be left out: nothing sent is no body, a wrong one is refused all the same.</summary>
/// <param name="Value">What was sent, or null.</param>
internal sealed record OptionalBody<T>(T? Value) : IBindableFromHttpContext<OptionalBody<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    public static async ValueTask<OptionalBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        var bytes = await BodyReader.ReadAsync(context.Request);
        if (bytes.IsEmpty)
            return new OptionalBody<T>(Value: null);
        BodyReader.RequireJson(context.Request);
        return new OptionalBody<T>(BodyParser.Parse<T>(bytes));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T), isOptional: true));
    }
}
