using Microsoft.Extensions.DependencyInjection;
using OrleansState.Kafka;

namespace OrleansState.Guides.Tests.KafkaConsumers;

/// <summary>What the guide says of its grain; the bridge has tests of its own.</summary>
public sealed class ViewsTests(GuideSilo silo)
{
    [Fact]
    public async Task A_record_that_is_delivered_again_counts_once()
    {
        var views = silo.NewGrain<IViewsGrain>();

        await views.CountAsync(await BatchAsync(0, 1, 2));
        await views.CountAsync(await BatchAsync(1, 2, 3));
        await silo.DeactivateAsync(views);
        await views.CountAsync(await BatchAsync(0, 3, 4));

        Assert.Equal(5, await views.GetAsync());
    }

    [Fact]
    public async Task A_batch_of_another_epoch_of_the_store_counts_nothing()
    {
        var views = silo.NewGrain<IViewsGrain>();

        var receipt = await views.CountAsync(await BatchAsync(0) with { Epoch = "another" });

        Assert.True(receipt.EpochMismatch);
        Assert.Equal(0, await views.GetAsync());
    }

    [Fact]
    public void The_topic_is_added_as_the_guide_does_it()
    {
        var services = new ServiceCollection();

        After.AddViews(services);

        Assert.Equal(["views"], services.AddKafkaTopics().Topics);
    }

    [Theory]
    [InlineData("""{"page":"home","at":7}""", "home", null)]
    [InlineData("""{"page":""}""", null, "missing-key")]
    [InlineData("""{"page":7}""", null, "invalid-event")]
    [InlineData("home", null, "not-json")]
    public void A_record_that_is_no_view_is_a_dead_letter(string value, string? key, string? reason)
    {
        var read = new SerializedEventReader<View>(ViewJson.Default.View, view => view.Page).Read(new KafkaRecord([], System.Text.Encoding.UTF8.GetBytes(value), null));

        Assert.Equal((key, reason), (read.Key, read.Fault?.Reason));
    }

    private async Task<LogBatch<View>> BatchAsync(params long[] offsets) => new(
        "a topic's id", 0, await silo.Grain<IEpochGrain>("epoch").GetAsync(), 0, [.. offsets.Select(offset => new LogRecord<View>(offset, new View("home")))]);
}
