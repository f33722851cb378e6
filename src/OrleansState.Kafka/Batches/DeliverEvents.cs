namespace OrleansState.Kafka;

/// <summary>Delivers the events of one key to its grain, as <see cref="IIngestHandler{TEvent}.DeliverAsync"/> does those of a slot.</summary>
/// <typeparam name="TEvent">What the topic's records mean.</typeparam>
/// <param name="grains">Where the grains are.</param>
/// <param name="batch">The batch: its topic id, partition and epoch go along with the events.</param>
/// <param name="events">The events of the key.</param>
public delegate Task<IngestReceipt> DeliverEvents<TEvent>(IGrainFactory grains, IngestBatch<TEvent> batch, KeyEvents<TEvent> events);
