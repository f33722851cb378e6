using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Kafka;

namespace Shop;

internal static class DepositIngest
{
    public static void AddDeposits(this IServiceCollection services) =>
        services
            .AddKafkaIngest(kafka => (kafka.BootstrapServers, kafka.GroupId) = ("127.0.0.1:9092", "shop"))
            .AddTopic<long>(
                "deposits",
                record => long.TryParse(record.Value, out var amount) && !record.Key.IsEmpty
                    ? ReadEvent.Of(Encoding.UTF8.GetString(record.Key), amount)
                    : ReadEvent.Unusable<long>(new EventFault("no-deposit", "A deposit has a key and a whole number.")),
                (grains, key, batch) => grains.GetGrain<IPurseGrain>(key).DepositAsync(batch));
}
