using System.Diagnostics.Metrics;

namespace OrleansState.AspNetCore;

/// <summary>What streams did, on the meter <c>OrleansState</c>. No user id is ever a tag.</summary>
internal sealed class LiveMetrics
{
    private readonly UpDownCounter<long> _connections;
    private readonly UpDownCounter<long> _states;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _silences;

    public LiveMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("OrleansState");
        _connections = meter.CreateUpDownCounter<long>("live_connections", "{connection}", "Streams of server-sent events that are open");
        _states = meter.CreateUpDownCounter<long>("live_states", "{state}", "States that this process watches");
        _sent = meter.CreateCounter<long>("live_events_sent", "{event}", "Versions sent on streams, heartbeats left out");
        _dropped = meter.CreateCounter<long>("live_readers_dropped", "{connection}", "Streams ended because nobody took what was sent");
        _refused = meter.CreateCounter<long>("live_refused", "{request}", "Streams refused because there were as many as there may be");
        _silences = meter.CreateCounter<long>("live_silences", "{silence}", "Times that a silo was not heard of or a message of one was missing, so that what it tells of was asked for anew");
    }

    public void Opened() => _connections.Add(1);

    public void Closed() => _connections.Add(-1);

    public void Watched() => _states.Add(1);

    public void Unwatched() => _states.Add(-1);

    public void Sent() => _sent.Add(1);

    public void Dropped() => _dropped.Add(1);

    public void Refused(string code) => _refused.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Silence() => _silences.Add(1);
}
