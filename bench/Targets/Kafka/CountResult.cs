namespace OrleansState.Bench.Targets.Kafka;

/// <param name="PerSecond">Events a second between the first count that was seen and the last.</param>
/// <param name="SecondsFromStart">From the start of the process to the last count.</param>
/// <param name="LastThirdPerSecond">Events a second over the last third of them, where who counts is warm.</param>
/// <param name="WritesPerEvent">Writes of Redis, where there is one.</param>
internal sealed record CountResult(double PerSecond, double SecondsFromStart, double? LastThirdPerSecond = null, double? WritesPerEvent = null);
