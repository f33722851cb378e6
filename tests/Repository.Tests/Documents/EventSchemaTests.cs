using System.Text.Json;
using OrleansState.Events;

namespace OrleansState.Repository.Tests.Documents;

/// <summary>What is told, its schemas and its page say the same.</summary>
public sealed class EventSchemaTests
{
    private const string Folder = "docs/events/";
    private const string Ending = ".schema.json";

    public static TheoryData<string> Types => [.. ChangeEvents.DataTypes.Keys];

    [Fact]
    public void Each_event_has_a_schema_and_each_schema_an_event() => Assert.Equal(
        ChangeEvents.DataTypes.Keys.Order(StringComparer.Ordinal),
        Checkout.Files.Where(file => file.StartsWith(Folder, StringComparison.Ordinal) && file.EndsWith(Ending, StringComparison.Ordinal)).Select(file => file[Folder.Length..^Ending.Length]).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_event_that_is_named_has_data_and_the_other_way_round() => Assert.Equal(
        typeof(ChangeEvents).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
        ChangeEvents.DataTypes.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Types))]
    public void A_schema_has_the_members_of_the_data_and_demands_each(string type)
    {
        using var schema = JsonDocument.Parse(Checkout.Read($"{Folder}{type}{Ending}"));
        var members = ChangeEvents.DataTypes[type].GetProperties().Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)).Order(StringComparer.Ordinal).ToList();

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
        Assert.Equal($"urn:orleansstate:event:{type}", schema.RootElement.GetProperty("$id").GetString());
        Assert.Equal(members, schema.RootElement.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(members, schema.RootElement.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_of_events_lists_each() => Assert.Equal(
        ChangeEvents.DataTypes.Keys.Order(StringComparer.Ordinal),
        Checkout.Read("docs/events.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains(Ending, StringComparison.Ordinal)).Select(line => line.Split('`')[1]).Order(StringComparer.Ordinal));
}
