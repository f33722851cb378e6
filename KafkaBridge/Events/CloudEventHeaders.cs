using System.Text;
using Confluent.Kafka;

namespace OrleansState.KafkaBridge.Events;

/// <summary>CloudEvents 1.0 over Kafka: how headers say that a record is one (Kafka protocol binding, 3.1 to 3.3).</summary>
internal static class CloudEventHeaders
{
    private const string SpecVersion = "ce_specversion";
    private const string ContentType = "content-type";
    private const string Structured = "application/cloudevents+json";
    private const string AnyCloudEvent = "application/cloudevents";

    public static EventEnvelope Read(Headers headers)
    {
        var contentType = Last(headers, ContentType);
        if (contentType is not null && contentType.StartsWith(AnyCloudEvent, StringComparison.OrdinalIgnoreCase))
        {
            return MediaType(contentType).Equals(Structured, StringComparison.OrdinalIgnoreCase)
                ? EventEnvelope.Structured
                : EventEnvelope.Refused(EventFault.UnsupportedCloudEvent($"The content type is {contentType}; {Structured} is the one that is read."));
        }

        return Last(headers, SpecVersion) switch
        {
            null => EventEnvelope.Plain,
            "1.0" => EventEnvelope.Plain,
            var version => EventEnvelope.Refused(EventFault.UnsupportedCloudEvent($"The CloudEvents version is {version}; 1.0 is the one that is read.")),
        };
    }

    private static string? Last(Headers headers, string name) =>
        headers.TryGetLastBytes(name, out var bytes) && bytes is not null ? Encoding.UTF8.GetString(bytes) : null;

    private static string MediaType(string contentType) => contentType.Split(';', 2)[0].Trim();
}
