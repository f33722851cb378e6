using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OrleansState.Api.OpenApi;

/// <summary>Sets right what the framework takes from the types: which fields are always there, and which can be null.</summary>
internal static class DescribeSchema
{
    public static Task Apply(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancelled)
    {
        if (context.JsonPropertyInfo is { } field && !IsNull(field))
            schema.Type &= ~JsonSchemaType.Null;
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 })
            schema.Required = context.JsonTypeInfo.Properties.Where(IsRequired).Select(property => property.Name).ToHashSet();
        // A field that no body has is refused: it can only be a mistake.
        if (SchemaNames.IsBody(context.JsonTypeInfo.Type))
            schema.AdditionalPropertiesAllowed = false;
        return Task.CompletedTask;

        bool IsNull(JsonPropertyInfo property) => IsOfBody(property) ? property.IsSetNullable || IsNullable(property.PropertyType) : property.IsGetNullable && !IsLeftOut(property);
    }

    /// <summary>A body's field may be left out where the type has a default for it; an answer's is there unless it is left out when null.</summary>
    private static bool IsRequired(JsonPropertyInfo property) =>
        IsOfBody(property) ? property.AssociatedParameter is { HasDefaultValue: false } : !IsLeftOut(property);

    private static bool IsOfBody(JsonPropertyInfo property) => SchemaNames.IsBody(property.DeclaringType);

    private static bool IsNullable(Type type) => Nullable.GetUnderlyingType(type) is not null;

    private static bool IsLeftOut(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }];
}
