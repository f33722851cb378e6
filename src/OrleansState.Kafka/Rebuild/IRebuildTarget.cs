namespace OrleansState.Kafka;

/// <summary>
/// What an application makes of a topic that is read from its beginning: it gathers what each key's state has to contain, and
/// has the grains hold themselves against it.
/// </summary>
/// <typeparam name="TEvent">What the topic's records mean.</typeparam>
public interface IRebuildTarget<TEvent>
{
    /// <summary>The keys of which anything was added.</summary>
    IReadOnlyCollection<string> Keys { get; }

    /// <summary>
    /// Takes an event, on one thread, in the order of its partition. The whole topic passes through here: what is certain
    /// needs to be kept in sums only.
    /// </summary>
    /// <param name="key">The grain's key.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <param name="logged">The event.</param>
    /// <param name="isCertain">It lies below the checkpoint, so that every state has to contain it; of the later ones a state contains those up to its mark.</param>
    void Add(string key, int partition, LoggedEvent<TEvent> logged, bool isCertain);

    /// <summary>Holds a key's state, as it is at this moment, against what was added. Called for many keys at the same time, while nothing is added.</summary>
    /// <param name="key">The key.</param>
    /// <param name="basis">What has been read.</param>
    Task<RebuildVerdict> CompareAsync(string key, RebuildBasis basis);
}
