namespace OrleansState.Bench.Report;

/// <summary>What a row should show: a figure, or its ratio to a peer's, against a bound.</summary>
/// <param name="Metric">Which figure.</param>
/// <param name="Contestant">Whose.</param>
/// <param name="Peer">To whose it is the ratio, pair by pair of runs; null: the figure itself.</param>
/// <param name="Bound">What the median should reach or stay under.</param>
/// <param name="IsAtLeast">True: reach it; false: stay at or under it.</param>
internal sealed record Aim(string Metric, string Contestant, string? Peer, double Bound, bool IsAtLeast = true);
