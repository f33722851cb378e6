namespace OrleansState.Hosting.Clustering.Departures;

/// <summary>A silo that stops in order.</summary>
/// <param name="Silo">Which one.</param>
/// <param name="Gateway">Where clients reach it, in the form of Orleans' lists of gateways.</param>
/// <param name="Stage">How far it has come.</param>
internal sealed record Departure(SiloAddress Silo, Uri Gateway, DepartureStage Stage);
