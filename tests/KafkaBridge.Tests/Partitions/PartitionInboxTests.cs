using Confluent.Kafka;
using OrleansState.Kafka;
using OrleansState.Kafka.DeadLetters;
using OrleansState.Kafka.Partitions;
using OrleansState.KafkaBridge.Clicks;

namespace OrleansState.KafkaBridge.Tests.Partitions;

public sealed class PartitionInboxTests
{
    private readonly PartitionInbox<ClickEvent> _inbox = new(0, TimeProvider.System, key => KeySlots.Of(key));

    [Fact]
    public void It_is_full_at_its_number_of_records()
    {
        var click = ReadEvent.Of("1", new ClickEvent("click"));

        Assert.Equal(PartitionInbox.MaxRecords - 1, Enumerable.Range(0, PartitionInbox.MaxRecords).TakeWhile(offset => _inbox.Add(offset, click, null)).Count());
    }

    [Fact]
    public async Task It_is_full_at_its_bytes_of_records_that_cannot_be_used_and_has_room_again_when_they_are_taken()
    {
        const int Bytes = 1024 * 1024;
        var fits = (int)(PartitionInbox.MaxLetterBytes / Bytes);

        Assert.Equal(fits - 1, Enumerable.Range(0, 2 * fits).TakeWhile(offset => Add(offset, new byte[Bytes])).Count());
        Assert.False(_inbox.WaitForRoom(TimeSpan.Zero));

        var batch = await _inbox.TakeAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        Assert.Equal(fits, batch?.Letters.Length);
        Assert.True(_inbox.WaitForRoom(TimeSpan.Zero));
    }

    private bool Add(long offset, byte[] value) => _inbox.Add(
        offset, ReadEvent.Unusable<ClickEvent>(EventFault.NotAnObject),
        new DeadLetter(new LogPosition("", 0, offset), "events", Timestamp.Default, null, value, null, "not-an-object", ""));
}
