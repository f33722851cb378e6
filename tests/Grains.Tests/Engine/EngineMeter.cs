using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansState.Grains.Tests.Engine;

/// <summary>What the meters of one engine show.</summary>
internal sealed class EngineMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _counted = new();
    private readonly ConcurrentDictionary<string, double> _shown = new();

    public EngineMeter(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _counted.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => _shown[instrument.Name] = value);
        _listener.Start();
    }

    public double Counted(string name) => _counted.GetValueOrDefault(name);

    /// <summary>Null: it shows nothing.</summary>
    public double? Shown(string name)
    {
        _shown.Clear();
        _listener.RecordObservableInstruments();
        return _shown.TryGetValue(name, out var value) ? value : null;
    }

    public void Dispose() => _listener.Dispose();
}
