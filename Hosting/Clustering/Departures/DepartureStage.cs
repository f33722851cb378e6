namespace OrleansState.Hosting.Clustering.Departures;

/// <summary>How far a silo that stops has come. Every other process confirms each stage before the next one begins.</summary>
internal enum DepartureStage
{
    /// <summary>It serves as ever. Clients send their calls through other silos from now on.</summary>
    Leaving = 1,

    /// <summary>Its grains have gone. Silos no longer look for a grain there.</summary>
    Empty = 2,

    /// <summary>Nobody sends anything to it any more. What was begun before everybody knew has to end.</summary>
    Closing = 3,
}
