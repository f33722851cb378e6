namespace OrleansState.Kafka;

/// <summary>Delivers the events of one key to its grain, whose state applies them (<see cref="LogApplication.ApplyAsync"/>).</summary>
/// <typeparam name="TEvent">What the topic's records mean. Orleans has to be able to serialize it.</typeparam>
/// <param name="grains">Where the grains are.</param>
/// <param name="key">The grain's key.</param>
/// <param name="batch">The events, in ascending order of offset.</param>
public delegate Task<LogReceipt> DeliverEvents<TEvent>(IGrainFactory grains, string key, LogBatch<TEvent> batch);
