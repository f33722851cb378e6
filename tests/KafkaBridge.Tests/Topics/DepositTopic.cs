using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrleansState.Kafka;

namespace OrleansState.KafkaBridge.Tests.Topics;

/// <summary>Adds the second topic to a bridge as a customer would, and has its deliveries fail as a test wants.</summary>
internal sealed class DepositTopic
{
    private readonly ConcurrentDictionary<string, int> _deliveries = new(StringComparer.Ordinal);

    /// <summary>Comes after a delivery has had its effect, or in its place; given the key and how often it was delivered to.</summary>
    public Func<string, int, Exception?> FailsBefore { get; set; } = (_, _) => null;

    public Func<string, int, Exception?> FailsAfter { get; set; } = (_, _) => null;

    public int DeliveriesTo(string key) => _deliveries.GetValueOrDefault(key);

    public void AddTo(IServiceCollection services, string name) => services.AddKafkaIngest().AddTopic<Deposit>(name, Read, DeliverAsync);

    /// <summary>The record's key is the grain's, and its value a number.</summary>
    private static ReadEvent<Deposit> Read(KafkaRecord record)
    {
        if (record.Key.IsEmpty)
            return ReadEvent.Unusable<Deposit>(new EventFault("no-purse", "The record has no key."));
        return Utf8Parser.TryParse(record.Value, out long amount, out var bytes) && bytes == record.Value.Length
            ? ReadEvent.Of(Encoding.UTF8.GetString(record.Key), new Deposit(amount))
            : ReadEvent.Unusable<Deposit>(new EventFault("no-amount", "The value is no whole number."));
    }

    private async Task<LogReceipt> DeliverAsync(IGrainFactory grains, string key, LogBatch<Deposit> batch)
    {
        var time = _deliveries.AddOrUpdate(key, 1, (_, before) => before + 1);
        if (FailsBefore(key, time) is { } early)
            throw early;
        var receipt = await grains.GetGrain<IPurseGrain>(key).DepositAsync(batch);
        return FailsAfter(key, time) is { } late ? throw late : receipt;
    }
}
