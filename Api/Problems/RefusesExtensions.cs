namespace OrleansState.Api.Problems;

/// <summary>Declares refusals of routes for the OpenAPI document.</summary>
internal static class RefusesExtensions
{
    public static TBuilder Refuses<TBuilder>(this TBuilder builder, params string[] codes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RefusesAttribute(codes));
}
