using System.Collections.Immutable;
using System.Globalization;

namespace OrleansState.Hosting.Clustering.Departures;

/// <summary>What a process says of itself: that it lives, and which stage of which departure it has confirmed.</summary>
/// <param name="Count">Differs from report to report.</param>
/// <param name="Confirmed">By silo.</param>
internal sealed record DepartureReport(long Count, ImmutableDictionary<string, DepartureStage> Confirmed)
{
    public bool Confirms(SiloAddress silo, DepartureStage stage) => Confirmed.TryGetValue(silo.ToParsableString(), out var confirmed) && confirmed >= stage;

    public override string ToString() => string.Join(
        ' ', Confirmed.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key}={(int)c.Value}")).Prepend(Count.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads <see cref="ToString"/>'s form; what a later release adds to it is passed over.</summary>
    public static DepartureReport Parse(string text)
    {
        var parts = text.Split(' ');
        return new DepartureReport(
            long.TryParse(parts[0], CultureInfo.InvariantCulture, out var count) ? count : 0,
            parts.Skip(1).Select(part => part.Split('=')).Where(pair => pair.Length == 2 && int.TryParse(pair[1], CultureInfo.InvariantCulture, out _))
                .ToImmutableDictionary(pair => pair[0], pair => (DepartureStage)int.Parse(pair[1], CultureInfo.InvariantCulture)));
    }
}
