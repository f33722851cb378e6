namespace OrleansState;

/// <summary>
/// Takes the events of states out to whoever wants to hear of them. A silo has one, such as that of OrleansState.Kafka; without
/// one a decision that tells events is a fault.
/// </summary>
public interface IEventPublisher
{
    /// <summary>
    /// Publishes events of one state in their order, and returns when all of them are safe with the receiver. They are offered
    /// again where this throws, and may be after it has returned: at least once, each under its id.
    /// </summary>
    /// <param name="events">Events of one key, the oldest first; at least one.</param>
    /// <param name="cancellationToken">The activation ends: whoever opens the state next offers them again.</param>
    Task PublishAsync(IReadOnlyList<PublishedEvent> events, CancellationToken cancellationToken);
}
