using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using OrleansState.Api.Problems;
using OrleansState.AspNetCore;

namespace OrleansState.Api.Json;

/// <summary>Makes a typed body of bytes, and of every way in which that fails a sentence that names the field.</summary>
internal static class BodyParser
{
    private static readonly JsonSerializerOptions Rules = new(ApiJson.Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ApiJson.Default, new DefaultJsonTypeInfoResolver()),
    };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = RequestLimits.BodyDepth };

    /// <exception cref="InvalidRequestException">The bytes are not such a body.</exception>
    public static T Parse<T>(ReadOnlyMemory<byte> bytes)
        where T : class
    {
        using var document = Read(bytes);
        var type = Shape<T>.Type;
        try
        {
            RequireFields(document.RootElement, type);
            RefuseOthers(document.RootElement, type);
            return document.RootElement.Deserialize(type)!;
        }
        catch (Exception wrong) when (IsMalformed(wrong))
        {
            throw Invalid($"{FieldDescription.Of((wrong as JsonException)?.Path, type)}.", wrong);
        }
    }

    /// <summary>
    /// What is known of a body's type, looked up once. A type that <see cref="ApiJson"/> does not list is read by reflection under
    /// the same rules, so that a route whose body was forgotten there works all the same.
    /// </summary>
    private static class Shape<T>
    {
        public static readonly JsonTypeInfo<T> Type = (JsonTypeInfo<T>)Rules.GetTypeInfo(typeof(T));
    }

    private static JsonDocument Read(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
            throw Malformed("The body is not UTF-8.");
        try
        {
            var document = JsonDocument.Parse(bytes, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (Exception malformed) when (IsMalformed(malformed))
        {
            throw Malformed($"The body is not JSON as it is taken here: {malformed.Message}", malformed);
        }

        throw Malformed("The body is JSON, but not an object.");
    }

    private static void RequireFields(JsonElement body, JsonTypeInfo type)
    {
        foreach (var field in type.Properties)
        {
            if (field.AssociatedParameter is { HasDefaultValue: false } && !body.TryGetProperty(field.Name, out _))
                throw Invalid($"The field {field.Name} is missing.");
        }
    }

    /// <summary>A name that is written wrong would otherwise leave the field at its default, and nobody would notice.</summary>
    private static void RefuseOthers(JsonElement body, JsonTypeInfo type)
    {
        foreach (var sent in body.EnumerateObject())
        {
            if (!type.Properties.Any(field => sent.NameEquals(field.Name)))
                throw Invalid($"{FieldDescription.OfUnknown(sent.Name, type)}.");
        }
    }

    /// <summary>A lone surrogate, escaped, is what System.Text.Json reports by the second, and only where the string is compared.</summary>
    private static bool IsMalformed(Exception fault) => fault is JsonException or InvalidOperationException;

    private static InvalidRequestException Malformed(string detail, Exception? inner = null) => new(ProblemCodes.MalformedBody, detail, inner);

    private static InvalidRequestException Invalid(string detail, Exception? inner = null) => new(ProblemCodes.InvalidField, detail, inner);
}
