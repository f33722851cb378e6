using System.Collections.Concurrent;

namespace OrleansState.KafkaBridge.Group;

/// <summary>How far each partition has come, for the commits to Kafka that the lag tools look at. Nothing is ever read from there.</summary>
internal sealed class GroupProgress
{
    private readonly ConcurrentDictionary<int, long> _reached = new();

    /// <summary>The checkpoint of this partition has passed everything below this offset.</summary>
    public void Reached(int partition, long nextOffset) => _reached[partition] = nextOffset;

    /// <summary>What has been reached and not been taken yet.</summary>
    public IReadOnlyList<KeyValuePair<int, long>> Take(Func<int, bool> isOurs)
    {
        var taken = new List<KeyValuePair<int, long>>();
        foreach (var partition in _reached.Keys.Where(isOurs))
        {
            if (_reached.TryRemove(partition, out var offset))
                taken.Add(new(partition, offset));
        }

        return taken;
    }
}
