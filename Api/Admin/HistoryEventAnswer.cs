using System.Text.Json;
using OrleansState.Kafka;

namespace OrleansState.Api.Admin;

/// <summary>One thing that happened to a cart.</summary>
/// <param name="Id">Names the event for good.</param>
/// <param name="Type">What happened; <c>docs/events.md</c> lists what there is.</param>
/// <param name="Time">When it was decided.</param>
/// <param name="Data">What was told, as <c>docs/events.md</c> has it for the type.</param>
/// <param name="Cart">The cart as it was after that.</param>
internal sealed record HistoryEventAnswer(string Id, string Type, DateTimeOffset Time, JsonElement Data, HistoryCartAnswer Cart)
{
    /// <summary>Null for what was told of something else than a cart.</summary>
    public static HistoryEventAnswer? Of(ToldEvent told)
    {
        var data = JsonElement.Parse(told.Data.Span);
        return HistoryCartAnswer.In(data) is { } cart ? new HistoryEventAnswer(told.Id, told.Type, told.Time, data, cart) : null;
    }
}
