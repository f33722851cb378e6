using System.Collections.Immutable;
using Orleans.Streams;

namespace OrleansState.Live;

/// <summary>
/// A process that watches states of this silo. What changes while a message is under way shares the next one, where of each
/// state the newest version counts: so much may happen, what waits is bounded by what is watched.
/// </summary>
/// <param name="id">The id of the process.</param>
/// <param name="teller">Names this silo's process.</param>
/// <param name="stream">The process' stream.</param>
/// <param name="metrics">Counts what is told.</param>
/// <param name="number">Number of the latest message it may have had.</param>
internal sealed class LiveWatcher(string id, string teller, IAsyncStream<LiveChanges> stream, EngineMetrics metrics, long number)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private Dictionary<(GrainId Grain, string Kind), LiveChange> _waiting = [];
    private long _number = number;
    private long _until;
    private bool _sending;
    private bool _spoke;

    public string Id => id;

    /// <summary>Number of the latest message with changes.</summary>
    public long Number => Interlocked.Read(ref _number);

    /// <summary>It watches nothing of this silo any more.</summary>
    public bool HasLeft => HasPassed(Interlocked.Read(ref _until));

    // Whether a process still listens has nothing to do with the clock that the rules of states go by.
    public static bool HasPassed(long until) => TimeProvider.System.GetTimestamp() > until;

    /// <summary>It watches something for this time.</summary>
    /// <returns>Until when, for <see cref="HasPassed"/>.</returns>
    public long Extend(TimeSpan duration)
    {
        var until = TimeProvider.System.GetTimestamp() + (long)(duration.TotalSeconds * TimeProvider.System.TimestampFrequency);
        lock (_gate)
            _until = Math.Max(_until, until);
        return until;
    }

    /// <summary>Nothing is told any more.</summary>
    public void Leave()
    {
        lock (_gate)
            _until = 0;
    }

    public void Tell(LiveChange change)
    {
        lock (_gate)
        {
            _waiting[(change.Grain, change.Kind)] = change;
            if (_sending)
                return;
            _sending = true;
        }

        Send();
    }

    /// <summary>Says that this silo lives, unless it has said something since it was asked last.</summary>
    public void GiveSignOfLife()
    {
        lock (_gate)
        {
            var spoke = _spoke;
            _spoke = false;
            if (spoke || _sending)
                return;
            _sending = true;
        }

        Send();
    }

    /// <summary>Away from the activation that has changed.</summary>
    private void Send() => _ = Task.Run(SendAsync);

    private async Task SendAsync()
    {
        do
        {
            var message = Take();
            try
            {
                await stream.OnNextAsync(message);
                metrics.Told(message.Changes.Length);
            }
            catch (Exception)
            {
                // Whatever it was, a queue whose silo has died among it: what was to be told is told by the next message, or where
                // that is too late the watch's renewal answers with it.
                Restore(message);
                await Task.Delay(Pause, TimeProvider.System);
            }
        }
        while (GoesOn());
    }

    private LiveChanges Take()
    {
        lock (_gate)
        {
            _spoke = true;
            if (_waiting.Count == 0)
                return new LiveChanges(teller, _number, []);
            var changes = _waiting.Values.ToImmutableArray();
            _waiting = [];
            return new LiveChanges(teller, ++_number, changes);
        }
    }

    private void Restore(LiveChanges message)
    {
        lock (_gate)
        {
            foreach (var change in message.Changes)
                _waiting.TryAdd((change.Grain, change.Kind), change);
        }
    }

    private bool GoesOn()
    {
        lock (_gate)
            return _sending = _waiting.Count > 0 && !HasLeft;
    }
}
