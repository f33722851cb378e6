using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansState.Kafka;

namespace OrleansState.Api.Admin;

/// <summary>One thing that happened to a cart.</summary>
/// <param name="Id">Names the event for good.</param>
/// <param name="Type">What happened; <c>docs/events.md</c> lists what there is.</param>
/// <param name="Time">When it was decided.</param>
/// <param name="Data">What was told, as <c>docs/events.md</c> has it for the type.</param>
/// <param name="Cart">The cart as it was after that; left out where what happened says nothing of a cart.</param>
internal sealed record HistoryEventAnswer(
    string Id, string Type, DateTimeOffset Time, JsonElement Data, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] HistoryCartAnswer? Cart)
{
    public static HistoryEventAnswer Of(ToldEvent told)
    {
        var data = JsonElement.Parse(told.Data.Span);
        return new HistoryEventAnswer(told.Id, told.Type, told.Time, data, HistoryCartAnswer.In(data));
    }
}
