namespace OrleansState.Kafka.Batches;

/// <summary>
/// An event in the one array of its batch. Those of a key are chained there, so that no key needs an array of its own before
/// its handler makes one.
/// </summary>
internal struct EventEntry<TEvent>(LoggedEvent<TEvent> logged)
{
    public LoggedEvent<TEvent> Logged = logged;

    /// <summary>Where the key's next event stands; of no meaning for its last.</summary>
    public int Next;
}
