namespace OrleansState.Api.Tests.BadInput;

/// <summary>Well-formed bodies whose fields are missing or have values they can't have.</summary>
internal static class BadField
{
    private static readonly string[] NoText =
    [
        "null", "1", "1.5", "true", "[]", "{}", "[\"apple\"]", "\"\"", "\" \"", "\"\\t\"", "\"\\u0000\"", "\"a\\nb\"", "\"\\u007f\"", "\"\\u0085\"",
        "\"\\ud800\"", "\"\\udc00x\"", "\"\\ude00\\ud83d\"",
    ];

    private static readonly string[] NoString = ["null", "1", "true", "[]", "{}", "\"\"", "\"\\ud800\""];

    private static readonly string[] NoQuantity =
    [
        "null", "\"1\"", "\"\"", "true", "[]", "[1]", "{}", "1.5", "1e-1", "0.1", "1e99", "1e10", "1e99999999999999999999", "1e-99999999999999999999", "1.00000000000000000000000000000001", "1.000001e2", "-1", "-2147483649", "1000001", "2147483648", "99999999999999999999",
    ];

    public static IEnumerable<BadBody> Of(Route route) => route.Path switch
    {
        "/cart/add" =>
        [
            .. Field("""{"item":#}""", NoText), .. Field("""{"item":"apple","quantity":#}""", [.. NoQuantity, "0"]),
            BadBody.Invalid("{}"), BadBody.Invalid("""{"quantity":1}"""), BadBody.Invalid("""{"Item":"apple"}"""), BadBody.Invalid("""{"ITEM":"apple","items":"apple"}"""),
            BadBody.Invalid($$"""{"item":"{{new string('x', 129)}}"}"""), BadBody.Invalid("""{"item":"."}"""), BadBody.Invalid("""{"item":".."}"""),
        ],
        "/cart/items/apple" => [.. Field("""{"quantity":#}""", NoQuantity), BadBody.Invalid("{}"), BadBody.Invalid("""{"item":"apple"}"""), BadBody.Invalid("""{"Quantity":1}""")],
        "/clicks" => [.. Field("""{"action":#}""", NoText), BadBody.Invalid($$"""{"action":"{{new string('x', 65)}}"}""")],
        "/register" =>
        [
            .. Field("""{"username":#,"password":"correct horse"}""", NoText), .. Field("""{"username":"ada","password":#}""", NoString),
            BadBody.Invalid("{}"), BadBody.Invalid("""{"username":"ada"}"""), BadBody.Invalid("""{"password":"correct horse"}"""),
            BadBody.Invalid($$"""{"username":"{{new string('x', 65)}}","password":"correct horse"}"""),
            BadBody.Invalid($$"""{"username":"ada","password":"{{new string('x', 129)}}"}"""),
        ],
        "/login" =>
        [
            .. Field("""{"username":#,"password":"correct horse"}""", NoString), .. Field("""{"username":"ada","password":#}""", NoString),
            BadBody.Invalid("{}"), BadBody.Invalid("""{"username":"ada"}"""), BadBody.Invalid("""{"password":"correct horse"}"""),
        ],
        "/me/password" =>
        [
            .. Field("""{"current_password":#,"new_password":"battery staple"}""", NoString), .. Field("""{"current_password":"correct horse","new_password":#}""", NoString),
            BadBody.Invalid("{}"), BadBody.Invalid("""{"current_password":"correct horse","new_password":"seven77"}"""),
        ],
        "/token/refresh" => [.. Field("""{"refresh_token":#}""", ["null", "1", "true", "[]", "{}", "\"\\ud800\""]), BadBody.Invalid("{}")],
        _ => throw new InvalidOperationException($"The bad fields of {route} are not listed."),
    };

    private static IEnumerable<BadBody> Field(string body, IEnumerable<string> values) =>
        values.Select(value => BadBody.Invalid(body.Replace("#", value, StringComparison.Ordinal)));
}
