using System.Text.Json.Serialization.Metadata;

namespace OrleansState.Api.Json;

/// <summary>Says what a field has to be, out of the type that it is read into.</summary>
internal static class FieldDescription
{
    private const int LongestName = 64;

    /// <param name="path">Where reading stopped, as System.Text.Json gives it: <c>$.quantity</c>.</param>
    /// <param name="type">The body's type.</param>
    public static string Of(string? path, JsonTypeInfo type)
    {
        var name = path?.StartsWith("$.", StringComparison.Ordinal) == true ? path[2..] : "";
        var field = type.Properties.FirstOrDefault(property => property.Name == name);
        return field is null ? "The body has a field of the wrong kind" : $"The field {name} is not {KindOf(field.PropertyType)}";
    }

    /// <summary>What to say of a field that the body may not have.</summary>
    /// <param name="name">As it was sent.</param>
    /// <param name="type">The body's type.</param>
    public static string OfUnknown(string name, JsonTypeInfo type) =>
        $"The field {(name.Length <= LongestName ? name : name[..LongestName] + "…")} is not one that this call takes: {string.Join(", ", type.Properties.Select(field => field.Name))}";

    private static string KindOf(Type type) =>
        type == typeof(int) ? "a whole number between -2147483648 and 2147483647"
        : type == typeof(string) ? "a string of valid Unicode"
        : "of the kind this call takes";
}
