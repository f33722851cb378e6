namespace OrleansState.Kafka.DeadLetters;

/// <summary>
/// Finds out which claims to be a redriven event are true: only the bridge and administrators write dead letters, so what a
/// letter says of an event has more weight than what the event says of itself. What is remembered of a letter is a digest;
/// letters that have come since the last look are read at the next, so that however many claims come, a letter is read once.
/// </summary>
internal sealed class RedriveProofs(DeadLetterTopic topic) : IDisposable
{
    /// <summary>Letters that are remembered, the newest: some 60 MB where there are so many.</summary>
    private const int MaxLetters = 1_000_000;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly HashSet<UInt128> _letters = [];
    private readonly Queue<UInt128> _byAge = [];
    private readonly Dictionary<int, long> _next = [];

    /// <summary>Those of the claims that a dead letter bears out.</summary>
    /// <exception cref="Confluent.Kafka.KafkaException">The dead letters can't be read.</exception>
    /// <exception cref="TimeoutException">The broker did not answer in time.</exception>
    public async Task<IReadOnlySet<RedriveClaim>> FindAsync(IReadOnlyCollection<RedriveClaim> claims)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            // A letter lies in its topic before anybody can redrive it, so that what is not found there by now never was.
            if (!claims.All(IsBorneOut))
                await Task.Run(ReadOn).ConfigureAwait(false);
            return claims.Where(IsBorneOut).ToHashSet();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private bool IsBorneOut(RedriveClaim claim) => _letters.Contains(claim.Digest);

    private void ReadOn()
    {
        foreach (var letter in topic.Read(From))
        {
            _next[letter.Partition] = letter.Offset + 1;
            if (letter is { HasValue: true, Origin: { } origin })
                Remember(RedriveClaim.Of(origin, letter.Message.Key, letter.Message.Value).Digest);
        }
    }

    private void Remember(UInt128 digest)
    {
        if (!_letters.Add(digest))
            return;
        _byAge.Enqueue(digest);
        if (_byAge.Count > MaxLetters)
            _letters.Remove(_byAge.Dequeue());
    }

    /// <summary>Where the last look ended; from the newest on where there was none, or where the topic is another by now.</summary>
    private long From(int partition, long low, long high) =>
        _next.TryGetValue(partition, out var next) && next <= high ? next : Math.Max(low, high - MaxLetters);
}
