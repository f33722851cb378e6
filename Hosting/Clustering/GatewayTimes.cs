namespace OrleansState.Hosting.Clustering;

/// <summary>What silos that stop and clients must agree on.</summary>
public static class GatewayTimes
{
    /// <summary>How often a client asks Redis for the silos. For as long it keeps away from one that said it stops.</summary>
    public static readonly TimeSpan ListRefresh = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a silo goes on after it told its clients that it stops, for clients that know nothing of departures: those of an
    /// earlier release and other programs. Shorter than <see cref="ListRefresh"/>: a client that asks again must no longer find
    /// the silo among those that serve.
    /// </summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
}
