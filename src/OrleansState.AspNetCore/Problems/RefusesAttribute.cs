using Microsoft.AspNetCore.Builder;

namespace OrleansState.AspNetCore;

/// <summary>Metadata of a route: codes of the refusals that a caller can expect of it.</summary>
/// <param name="codes">The codes.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RefusesAttribute(params string[] codes) : Attribute
{
    /// <summary>The codes.</summary>
    public IReadOnlyList<string> Codes { get; } = codes;
}

/// <summary>Declares refusals of routes, for whatever describes them.</summary>
public static class RefusesExtensions
{
    /// <summary>Declares refusals.</summary>
    /// <param name="builder">The route or group.</param>
    /// <param name="codes">The codes.</param>
    public static TBuilder Refuses<TBuilder>(this TBuilder builder, params string[] codes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RefusesAttribute(codes));
}
