namespace OrleansState.KafkaBridge.Log;

/// <summary>The id of the log, where whoever starts the bridge knows it and the broker can't be asked.</summary>
internal sealed record KnownLog(string Id);
