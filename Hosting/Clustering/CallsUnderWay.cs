namespace OrleansState.Hosting.Clustering;

/// <summary>
/// Knows of every grain call of this process whether it has ended, and so, at any moment, when all that had begun before have.
/// The filter that is nearest to the wire enters and leaves for each sending.
/// </summary>
internal sealed class CallsUnderWay : IDisposable
{
    private readonly Lock _gate = new();
    private List<CallGeneration> _earlier = [];
    private CallGeneration _present = new();

    /// <summary>The calls that begin now.</summary>
    public CallGeneration Present => Volatile.Read(ref _present);

    /// <returns>What to leave when the call has ended.</returns>
    public CallGeneration Enter()
    {
        CallGeneration generation;
        do
        {
            generation = Present;
        }
        while (!generation.TryEnter());
        return generation;
    }

    /// <returns>All calls that have begun and not ended. Those that begin from now on are of another generation.</returns>
    public IReadOnlyList<CallGeneration> Turn()
    {
        lock (_gate)
        {
            var last = Interlocked.Exchange(ref _present, new CallGeneration());
            last.Close();
            return _earlier = [.. _earlier.Append(last).Where(generation => !generation.End.IsCompleted)];
        }
    }

    /// <summary>Returns when every call that has begun before has ended.</summary>
    public Task EndOfEarlierAsync() => Task.WhenAll(Turn().Select(generation => generation.End));

    public void Dispose() => Present.Dispose();
}
