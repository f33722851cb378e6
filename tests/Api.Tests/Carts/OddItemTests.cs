using OrleansState.Api.Tests.Harness;

namespace OrleansState.Api.Tests.Carts;

public sealed class OddItemTests(ApiFixture api)
{
    public static TheoryData<string> Items =>
    [
        "a/b", "/", "//", "a%b", "a%2Fb", "%2f", "%25", "two words", " x", "x ", "+", "a+b", "?", "#", "a?b#c", "&=;", "\\", "a\\..\\b", "...", "a..b",
        "Äpfel", "林檎", "👍🏽", "e\u0301", "\"quoted\"", "'", "<b>", "{item}", ":", "http://x/y", "\u00a0x", "\ufeffx", new string('é', 128),
    ];

    [Theory]
    [MemberData(nameof(Items))]
    public async Task An_item_with_odd_characters_comes_back_unchanged_and_can_be_named_in_a_path(string item)
    {
        using var user = await api.NewUserAsync();
        var path = "/cart/items/" + Uri.EscapeDataString(item);

        var set = await user.PutAsync(path, """{"quantity":2}""");
        Assert.Equal($"{item} 2", set.Lines());
        var added = await user.PostAsync("/cart/add", new System.Text.Json.Nodes.JsonObject { ["item"] = item }.ToJsonString());
        Assert.Equal($"{item} 3", added.Lines());
        Assert.Equal("", (await user.DeleteAsync(path)).Lines());
    }
}
