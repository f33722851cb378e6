using System.Text;
using Confluent.Kafka;
using CsCheck;
using OrleansState.Kafka;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Log;
using OrleansState.KafkaBridge.Clicks;

namespace OrleansState.KafkaBridge.Tests.Events;

/// <summary>A record whose deserializer throws is lost: whatever it is, it comes out as something.</summary>
public sealed class EventDeserializerTests
{
    private static readonly Gen<string> Names = Gen.OneOf(
        OneOf(RedriveOrigin.Header, "content-type", "ce_specversion", "ce_type", "dead-letter-reason", ""), Gen.String[0, 20]);

    private static readonly Gen<byte[]?> Values = Gen.OneOf(
        Gen.Const((byte[]?)null),
        OneOf("application/cloudevents+json", "application/cloudevents", "1.0", "a-log/0/1", "/0/1", "//", "{}").Select(byte[]? (text) => Encoding.UTF8.GetBytes(text)),
        Gen.Byte.Array[0, 40].Select(byte[]? (bytes) => bytes));

    private static readonly Gen<byte[]> Events = Gen.OneOf(
        Gen.Byte.Array[0, 200],
        OneOf(
            """{"user_id":1,"action":"click"}""", """{"user_id":"\ud800","action":"click"}""", """{"specversion":"1.0","data":{"user_id":1}}""",
            """{"specversion":"1.0","data_base64":"///="}""", """{"specversion":{},"data":null}""", """{"user_id":[[[""", "\"", "null").Select(Encoding.UTF8.GetBytes));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    [Fact]
    public void Whatever_a_record_is_it_becomes_a_click_or_a_fault_with_its_bytes()
    {
        var deserializer = new EventDeserializer<ClickEvent>(new ClickReader(), new KeyDeserializer());
        Gen.Select(Events, Gen.Bool, Gen.Select(Names, Values).Array[0, 4]).Sample(
            (value, isNull, all) =>
            {
                var headers = new Headers();
                foreach (var (name, bytes) in all)
                    headers.Add(name, bytes);
                var read = deserializer.Deserialize(isNull ? [] : value, isNull, new SerializationContext(MessageComponentType.Value, "events", headers));
                if (isNull)
                    return read.Event is { Key: null, Fault: null } && read is { Bytes: null, Length: 0 };
                return (read.Event.Fault is null) == (read.Event.Key is not null && read.Event.Event.Action is not null)
                    && (read.Event.Fault is null || read.Bytes!.SequenceEqual(value));
            },
            iter: 20_000);
    }

    [Fact]
    public void A_fault_that_nobody_has_thought_of_is_one_of_the_record()
    {
        var deserializer = new EventDeserializer<ClickEvent>(new DelegateReader<ClickEvent>(_ => throw new NotSupportedException("by a reader with a fault")), new KeyDeserializer());

        var read = deserializer.Deserialize("{}"u8, false, new SerializationContext(MessageComponentType.Value, "events", []));

        Assert.Equal("unreadable", read.Event.Fault?.Reason);
        Assert.Equal("{}"u8.ToArray(), read.Bytes);
    }
}
