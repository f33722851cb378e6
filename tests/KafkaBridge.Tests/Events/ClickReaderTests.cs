using System.Text;
using Confluent.Kafka;
using OrleansState.Clicks;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Log;
using OrleansState.KafkaBridge.Clicks;

namespace OrleansState.KafkaBridge.Tests.Events;

public sealed class ClickReaderTests
{
    private readonly EventDeserializer<ClickEvent> _events = new(new ClickReader(), new KeyDeserializer());

    [Theory]
    [InlineData("""{"user_id":42,"action":"click"}""")]
    [InlineData("""{"user_id":"42","action":"click"}""")]
    [InlineData(""" { "action" : "cl\u0069ck", "x": [1,{"user_id":3}], "user_id" : "4\u0032" } """)]
    public void A_user_is_the_same_as_number_and_as_string(string json)
    {
        var read = Read(json);

        Assert.Equal(("42", "click", null), (read.Event.Key, read.Event.Event.Action, read.Event.Fault));
    }

    [Theory]
    [InlineData("", "not-json")]
    [InlineData("{", "not-json")]
    [InlineData("""{"user_id":1,"action":"click"} x""", "not-json")]
    [InlineData("""{'user_id':1,'action':'click'}""", "not-json")]
    [InlineData("[]", "not-an-object")]
    [InlineData("42", "not-an-object")]
    [InlineData("null", "not-an-object")]
    [InlineData("{}", "missing-user-id")]
    [InlineData("""{"action":"click"}""", "missing-user-id")]
    [InlineData("""{"user_id":1}""", "missing-action")]
    [InlineData("""{"user_id":null,"action":"click"}""", "invalid-user-id")]
    [InlineData("""{"user_id":true,"action":"click"}""", "invalid-user-id")]
    [InlineData("""{"user_id":1.5,"action":"click"}""", "invalid-user-id")]
    [InlineData("""{"user_id":1e3,"action":"click"}""", "invalid-user-id")]
    [InlineData("""{"user_id":"","action":"click"}""", "invalid-user-id")]
    [InlineData("""{"user_id":"a/b","action":"click"}""", "invalid-user-id")]
    [InlineData("""{"user_id":"ä","action":"click"}""", "invalid-user-id")]
    [InlineData("""{"user_id":{"action":"x"},"action":"click"}""", "invalid-user-id")]
    [InlineData("""{"user_id":[1],"action":"click"}""", "invalid-user-id")]
    [InlineData("""{"user_id":1,"action":7}""", "invalid-action")]
    [InlineData("""{"user_id":1,"action":""}""", "invalid-action")]
    [InlineData("""{"user_id":1,"action":"a\u0000b"}""", "invalid-action")]
    [InlineData("""{"user_id":1,"action":["click"]}""", "invalid-action")]
    [InlineData("""{"user_id":1,"user_id":2,"action":"click"}""", "duplicate-field")]
    public void What_cannot_be_counted_says_why(string json, string reason) => Assert.Equal(reason, Read(json).Event.Fault?.Reason);

    [Fact]
    public void Bytes_that_are_no_text_are_a_fault_and_no_exception()
    {
        byte[] value = [.. "{\"user_id\":1,\"action\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Equal("not-json", Read(value).Event.Fault?.Reason);
    }

    [Fact]
    public void A_value_above_the_limit_is_not_read() =>
        Assert.Equal("too-large", Read(new byte[(64 * 1024) + 1]).Event.Fault?.Reason);

    [Fact]
    public void An_action_of_the_greatest_length_is_taken_and_a_longer_one_is_not()
    {
        Assert.Null(Read($$"""{"user_id":1,"action":"{{new string('é', ClickLimits.ActionLength)}}"}""").Event.Fault);
        Assert.Equal("invalid-action", Read($$"""{"user_id":1,"action":"{{new string('é', ClickLimits.ActionLength + 1)}}"}""").Event.Fault?.Reason);
    }

    [Fact]
    public void A_record_without_a_value_says_nothing() => Assert.Equal((null, null), (_events.Deserialize([], true, Context(null)).Event.Key, _events.Deserialize([], true, Context(null)).Event.Fault));

    [Theory]
    [InlineData("""{"specversion":"1.0","data":{"user_id":1,"action":"click"}}""", null)]
    [InlineData("""{"data":{"action":"click","user_id":"1"},"specversion":"1.0","id":"x"}""", null)]
    [InlineData("""{"specversion":"1.0","data_base64":"eyJ1c2VyX2lkIjoxLCJhY3Rpb24iOiJjbGljayJ9"}""", null)]
    [InlineData("""{"specversion":"0.3","data":{"user_id":1,"action":"click"}}""", "unsupported-cloudevent")]
    [InlineData("""{"data":{"user_id":1,"action":"click"}}""", "unsupported-cloudevent")]
    [InlineData("""{"specversion":"1.0"}""", "unsupported-cloudevent")]
    [InlineData("""{"specversion":"1.0","data":[]}""", "not-an-object")]
    [InlineData("""{"specversion":"1.0","data":{"user_id":1}}""", "missing-action")]
    [InlineData("""{"user_id":1,"action":"click"}""", "unsupported-cloudevent")]
    public void A_structured_cloud_event_is_read_by_its_data(string json, string? reason)
    {
        var read = Read(json, ("content-type", "application/cloudevents+json; charset=UTF-8"));

        Assert.Equal(reason, read.Event.Fault?.Reason);
        Assert.Equal(reason is null ? "1" : null, read.Event.Key);
    }

    [Theory]
    [InlineData("1.0", null)]
    [InlineData("2.0", "unsupported-cloudevent")]
    public void A_binary_cloud_event_is_read_by_its_value(string version, string? reason) =>
        Assert.Equal(reason, Read("""{"user_id":1,"action":"click"}""", ("ce_specversion", version)).Event.Fault?.Reason);

    [Fact]
    public void A_batch_of_cloud_events_is_refused() =>
        Assert.Equal("unsupported-cloudevent", Read("[]", ("content-type", "application/cloudevents-batch+json")).Event.Fault?.Reason);

    [Fact]
    public void A_redriven_event_names_where_it_first_lay()
    {
        Assert.Equal(new LogPosition("log", 3, 17), Read("""{"user_id":1,"action":"click"}""", (RedriveOrigin.Header, "log/3/17")).Origin);
        Assert.Equal("invalid-redrive-origin", Read("""{"user_id":1,"action":"click"}""", (RedriveOrigin.Header, "somewhere")).Event.Fault?.Reason);
    }

    private static SerializationContext Context(Headers? headers) => new(MessageComponentType.Value, "events", headers);

    private ReadValue<ClickEvent> Read(byte[] value) => _events.Deserialize(value, false, Context(null));

    private ReadValue<ClickEvent> Read(string json, params (string Name, string Value)[] headers)
    {
        var all = new Headers();
        foreach (var (name, value) in headers)
            all.Add(name, Encoding.UTF8.GetBytes(value));
        return _events.Deserialize(Encoding.UTF8.GetBytes(json), false, Context(all));
    }
}
