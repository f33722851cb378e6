using System.Text.Json.Serialization;

namespace OrleansState.Bench.AspNetRedis;

internal sealed record Line(string Item, int Quantity);

/// <summary>What lies in Redis, and what is answered.</summary>
internal sealed record Cart([property: JsonPropertyName("cart")] List<Line> Lines)
{
    public Cart With(Line added)
    {
        var lines = new List<Line>(Lines);
        var index = lines.FindIndex(l => l.Item == added.Item);
        if (index < 0)
            lines.Add(added);
        else
            lines[index] = lines[index] with { Quantity = lines[index].Quantity + added.Quantity };
        return new Cart(lines);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Cart))]
internal sealed partial class CartJson : JsonSerializerContext;
