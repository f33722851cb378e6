using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansState.Testing;

/// <summary>Arguments, answers and models as text, by which they are compared and shown: JSON, so that lists count by what is in them.</summary>
internal static class Words
{
    private static readonly JsonSerializerOptions Options = new()
    {
        IncludeFields = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Of<T>(T value)
    {
        var json = JsonSerializer.Serialize(value, Options);
        // Nothing of it is public: its own words have to do.
        return json == "{}" && value is not IEnumerable ? value!.ToString()! : json;
    }

    public static string Refused(string code) => $"refused, {code}";
}
