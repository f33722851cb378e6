namespace OrleansState.Kafka.Publishing;

/// <summary>Since when Kafka has taken nothing, though there was something to take.</summary>
internal sealed class PublishingProgress(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private int _underWay;
    private long? _since;

    /// <summary>For how long events have been offered in vain; zero where they are taken, or there are none.</summary>
    public TimeSpan InVain
    {
        get
        {
            lock (_gate)
                return _since is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero;
        }
    }

    public void Begun()
    {
        lock (_gate)
        {
            _underWay++;
            _since ??= clock.GetTimestamp();
        }
    }

    /// <summary>What else is under way has been offered since now, as far as is known.</summary>
    public void Taken()
    {
        lock (_gate)
            _since = --_underWay > 0 ? clock.GetTimestamp() : null;
    }

    /// <summary>What was not taken is offered again, so that it goes on.</summary>
    public void NotTaken()
    {
        lock (_gate)
            _underWay--;
    }

    /// <summary>Whoever offered it has ended, and another silo may offer it: that is no failure.</summary>
    public void GivenUp()
    {
        lock (_gate)
            _since = --_underWay > 0 ? _since : null;
    }
}
