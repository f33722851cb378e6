using Microsoft.Extensions.DependencyInjection;
using OrleansState.Kafka;

namespace OrleansState.Guides.Tests.KafkaConsumers;

public static class After
{
    #region ingest
    public static void AddViews(IServiceCollection services) => services
        .AddKafkaIngest(kafka => (kafka.BootstrapServers, kafka.GroupId) = ("127.0.0.1:9092", "views"))
        .AddTopic<View>(
            "views",
            new SerializedEventReader<View>(ViewJson.Default.View, view => view.Page).Read,
            (grains, page, views) => grains.GetGrain<IViewsGrain>(page).CountAsync(views));
    #endregion
}
