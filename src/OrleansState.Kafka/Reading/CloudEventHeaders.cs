using System.Text;
using Confluent.Kafka;

namespace OrleansState.Kafka.Reading;

/// <summary>CloudEvents 1.0 over Kafka: how headers say that a record is one (Kafka protocol binding, 3.1 to 3.3).</summary>
internal static class CloudEventHeaders
{
    private const string SpecVersion = "ce_specversion";
    private const string ContentType = "content-type";
    private const string Structured = "application/cloudevents+json";
    private const string AnyCloudEvent = "application/cloudevents";

    /// <summary>How the value is to be read.</summary>
    /// <param name="headers">The record's.</param>
    /// <param name="isStructured">The value is a CloudEvent whose <c>data</c> is the event; else, plain or a CloudEvent in binary mode, the value is the event.</param>
    /// <returns>Why it can't be read; null where it can.</returns>
    public static EventFault? Read(Headers headers, out bool isStructured)
    {
        isStructured = false;
        var contentType = Last(headers, ContentType);
        if (contentType is not null && contentType.StartsWith(AnyCloudEvent, StringComparison.OrdinalIgnoreCase))
        {
            isStructured = MediaType(contentType).Equals(Structured, StringComparison.OrdinalIgnoreCase);
            return isStructured ? null : EventFault.UnsupportedCloudEvent($"The content type is {contentType}; {Structured} is the one that is read.");
        }

        return Last(headers, SpecVersion) switch
        {
            null or "1.0" => null,
            var version => EventFault.UnsupportedCloudEvent($"The CloudEvents version is {version}; 1.0 is the one that is read."),
        };
    }

    private static string? Last(Headers headers, string name) =>
        headers.TryGetLastBytes(name, out var bytes) && bytes is not null ? Encoding.UTF8.GetString(bytes) : null;

    private static string MediaType(string contentType) => contentType.Split(';', 2)[0].Trim();
}
