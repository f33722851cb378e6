using System.Text.Json.Serialization.Metadata;

namespace OrleansState.Api.Json;

/// <summary>Says what a field has to be, out of the type that it is read into.</summary>
internal static class FieldDescription
{
    /// <param name="path">Where reading stopped, as System.Text.Json gives it: <c>$.quantity</c>.</param>
    /// <param name="type">The body's type.</param>
    public static string Of(string? path, JsonTypeInfo type)
    {
        var name = path?.StartsWith("$.", StringComparison.Ordinal) == true ? path[2..] : "";
        var field = type.Properties.FirstOrDefault(property => property.Name == name);
        return field is null ? "The body has a field of the wrong kind" : $"The field {name} is not {KindOf(field.PropertyType)}";
    }

    private static string KindOf(Type type) =>
        type == typeof(int) ? "a whole number between -2147483648 and 2147483647"
        : type == typeof(string) ? "a string of valid Unicode"
        : "of the kind this call takes";
}
