using System.Collections.Concurrent;

namespace OrleansState;

/// <summary>The states of this silo whose events wait to be published, to tell how long the oldest has.</summary>
internal sealed class UnsentEvents(TimeProvider clock)
{
    private readonly ConcurrentDictionary<object, DateTimeOffset> _since = new();

    /// <summary>How long ago the oldest was decided; zero where none waits.</summary>
    public TimeSpan Age
    {
        get
        {
            var (now, oldest) = (clock.GetUtcNow(), TimeSpan.Zero);
            foreach (var (_, since) in _since)
                oldest = now - since > oldest ? now - since : oldest;
            return oldest;
        }
    }

    /// <param name="sender">Who publishes the events of a state.</param>
    /// <param name="since">When the oldest of them was decided.</param>
    public void Waits(object sender, DateTimeOffset since) => _since[sender] = since;

    /// <summary>Nothing of this one waits, or nobody here looks after it any more.</summary>
    public void Forget(object sender) => _since.TryRemove(sender, out _);
}
