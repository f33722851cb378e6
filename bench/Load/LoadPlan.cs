namespace OrleansState.Bench.Load;

/// <summary>A closed loop: each connection sends its next request when it has its answer.</summary>
internal sealed record LoadPlan
{
    public required int Port { get; init; }

    public required int Connections { get; init; }

    /// <summary>Not measured, but acknowledged like the rest.</summary>
    public TimeSpan Warmup { get; init; }

    public required TimeSpan Window { get; init; }

    /// <summary>The next request of a connection, given its number and how many it has sent.</summary>
    public required Func<int, long, Shot> Next { get; init; }

    public Ledger? Ledger { get; init; }

    /// <summary>Hears of each exchange, on the thread that looks after the connection.</summary>
    public Action<Exchange>? Observe { get; init; }

    /// <summary>Is handed a connection's number and the body of each acknowledged answer, on the thread that looks after the connection.</summary>
    public Action<int, ReadOnlyMemory<byte>>? Answered { get; init; }
}
