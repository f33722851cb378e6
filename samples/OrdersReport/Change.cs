using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace OrleansState.OrdersReport;

/// <summary>An event of the topic, as docs/events.md describes it.</summary>
/// <param name="Id">Never changes and never names another event.</param>
/// <param name="Type">What happened.</param>
/// <param name="User">To whom.</param>
/// <param name="Time">When it was decided.</param>
/// <param name="Data">What there is to say of it.</param>
internal sealed record Change(string Id, string Type, string User, DateTimeOffset Time, JsonElement Data)
{
    public static Change Of(Message<string, byte[]> message) => new(
        Header(message, "ce_id"),
        Header(message, "ce_type"),
        message.Key,
        DateTimeOffset.Parse(Header(message, "ce_time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        JsonElement.Parse(message.Value));

    private static string Header(Message<string, byte[]> message, string name) => Encoding.UTF8.GetString(message.Headers.GetLastBytes(name));
}
