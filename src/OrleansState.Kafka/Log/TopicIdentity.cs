using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansState.Kafka.Topics;

namespace OrleansState.Kafka.Log;

/// <summary>Which log the topic's name stands for at present: its id, which a topic that was deleted and made anew does not keep.</summary>
internal sealed class TopicIdentity(KafkaClients clients, IngestTopic topic) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _topic = topic.Name;
    private readonly IAdminClient _admin = clients.Admin();
    private readonly Lock _gate = new();
    private Task<string>? _underWay;
    private Task<string>? _next;

    /// <summary>
    /// The id, asked of the broker after this call began. What was fetched before it belongs to this log, if it is the one
    /// that was known before: an id that has gone does not come back. Callers at one moment share one question.
    /// </summary>
    /// <exception cref="KafkaException">The broker did not answer, or there is no such topic.</exception>
    public Task<string> AskAsync()
    {
        if (topic.FixedId is { Length: > 0 } known)
            return Task.FromResult(known);
        lock (_gate)
            return _next ??= AskAfterAsync(_underWay);
    }

    public void Dispose() => _admin.Dispose();

    private async Task<string> AskAfterAsync(Task? before)
    {
        // The caller stores this task before anything of it runs.
        await Task.Yield();
        if (before is not null)
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
            (_underWay, _next) = (_next, null);
        return await DescribeAsync().ConfigureAwait(false);
    }

    private async Task<string> DescribeAsync()
    {
        var described = await _admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([_topic]), new DescribeTopicsOptions { RequestTimeout = Patience }).ConfigureAwait(false);
        var id = described.TopicDescriptions[0].TopicId;
        return id.MostSignificantBits == 0 && id.LeastSignificantBits == 0
            ? throw new InvalidOperationException("This Kafka gives topics no ids; it is older than 2.8. Set Kafka:LogId, and to another value when the topic is made anew.")
            : id.ToString();
    }
}
