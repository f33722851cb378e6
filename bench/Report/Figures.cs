using System.Collections.Immutable;

namespace OrleansState.Bench.Report;

/// <summary>Collects a row's figures while it runs.</summary>
internal sealed class Figures
{
    private readonly Dictionary<(string Contestant, string Metric), List<double>> _values = [];
    private readonly List<(string Contestant, string Metric)> _order = [];
    private readonly List<string> _notes = [];

    public ImmutableArray<string> Notes => [.. _notes];

    public ImmutableArray<Series> Series => [.. _order.Select(k => new Series(k.Contestant, k.Metric, [.. _values[k]]))];

    /// <summary>Adds the next run's value.</summary>
    public void Add(string contestant, string metric, double value)
    {
        if (!_values.TryGetValue((contestant, metric), out var runs))
        {
            _values[(contestant, metric)] = runs = [];
            _order.Add((contestant, metric));
        }

        runs.Add(value);
    }

    public void Note(string sentence)
    {
        if (!_notes.Contains(sentence))
            _notes.Add(sentence);
    }

    /// <summary>A run in which the peer did nothing at all has no ratio.</summary>
    public AimResult Judge(Aim aim)
    {
        if (!_values.TryGetValue((aim.Contestant, aim.Metric), out var own))
            return new AimResult(aim, []);
        if (aim.Peer is null)
            return new AimResult(aim, [.. own]);
        return _values.TryGetValue((aim.Peer, aim.Metric), out var peer)
            ? new AimResult(aim, [.. own.Zip(peer, (a, b) => a / b).Where(double.IsFinite)])
            : new AimResult(aim, []);
    }
}
