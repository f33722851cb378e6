using OrleansState.Api.Json;
using OrleansState.AspNetCore;

namespace OrleansState.Api.Tests.Json;

/// <summary>A body's type that nobody has listed in <see cref="ApiJson"/> is read as the others are.</summary>
public sealed class BodyParserTests
{
    [Fact]
    public void The_type_is_not_listed() => Assert.Null(ApiJson.Default.GetTypeInfo(typeof(Unlisted)));

    [Fact]
    public void Fields_are_read_by_their_names_in_snake_case() =>
        Assert.Equal(new Unlisted("tea", 200), Parse("""{"item_name":"tea","price_minor_units":2e2}"""));

    [Fact]
    public void A_field_with_a_default_may_be_left_out() => Assert.Equal(new Unlisted("tea"), Parse("""{"item_name":"tea"}"""));

    [Theory]
    [InlineData("""{}""", "The field item_name is missing.")]
    [InlineData("""{"item_name":null}""", "The field item_name is not a string of valid Unicode.")]
    [InlineData("""{"item_name":"tea","price_minor_units":"2"}""", "The field price_minor_units is not a whole number between -2147483648 and 2147483647.")]
    [InlineData("""{"item_name":"tea","price_minor_units":1.5}""", "The field price_minor_units is not a whole number between -2147483648 and 2147483647.")]
    [InlineData("""{"item_name":"tea","itemName":"tea"}""", "The field itemName is not one that this call takes: item_name, price_minor_units.")]
    public void What_is_wrong_is_named(string body, string detail)
    {
        var refusal = Assert.Throws<InvalidRequestException>(() => Parse(body));
        Assert.Equal(("invalid-field", detail), (refusal.Code, refusal.Message));
    }

    private static Unlisted Parse(string body) => BodyParser.Parse<Unlisted>(System.Text.Encoding.UTF8.GetBytes(body));

    private sealed record Unlisted(string ItemName, int PriceMinorUnits = 1);
}
