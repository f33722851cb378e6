using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Kafka;

namespace Wallets;

/// <summary>The topic that brings money: a record's key is the user's id, its value an amount in minor units.</summary>
internal static class Deposits
{
    public static void AddDeposits(this IServiceCollection services, string brokers) => services
        .AddKafkaIngest(kafka => (kafka.BootstrapServers, kafka.GroupId) = (brokers, "wallets"))
        .AddTopic<long>("deposits", Read, (grains, user, deposits) => grains.GetGrain<IWalletGrain>(user).DepositAsync(deposits));

    /// <summary>What is no deposit goes to the topic <c>deposits.dlq</c>, as does what a wallet refuses.</summary>
    private static ReadEvent<long> Read(KafkaRecord record) => !record.Key.IsEmpty && long.TryParse(record.Value, out var amount)
        ? ReadEvent.Of(Encoding.UTF8.GetString(record.Key), amount)
        : ReadEvent.Unusable<long>(new EventFault("no-deposit", "A deposit has a user's id as its key and a whole number as its value."));
}
