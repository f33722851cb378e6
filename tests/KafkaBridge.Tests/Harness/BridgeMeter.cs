using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansState.KafkaBridge.Tests.Harness;

/// <summary>What the meters of one host show, of a topic of one partition.</summary>
internal sealed class BridgeMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _counted = new();
    private readonly ConcurrentDictionary<string, double> _shown = new();

    public BridgeMeter(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public double Counted(string name) => _counted.GetValueOrDefault(name);

    /// <summary>What was counted of one topic.</summary>
    public double Counted(string name, string topic) => _counted.GetValueOrDefault(Of(name, topic));

    /// <summary>Null: it shows nothing.</summary>
    public double? Shown(string name)
    {
        _shown.Clear();
        _listener.RecordObservableInstruments();
        return _shown.TryGetValue(name, out var value) ? value : null;
    }

    public void Dispose() => _listener.Dispose();

    private static string Of(string name, object? topic) => $"{name} of {topic}";

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (instrument.IsObservable)
            _shown[instrument.Name] = value;
        else
        {
            _counted.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
            foreach (var tag in tags)
            {
                if (tag.Key == "topic")
                    _counted.AddOrUpdate(Of(instrument.Name, tag.Value), value, (_, sum) => sum + value);
            }
        }
    }
}
