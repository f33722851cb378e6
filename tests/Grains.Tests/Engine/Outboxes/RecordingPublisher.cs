using System.Collections.Concurrent;
using System.Threading.Channels;

namespace OrleansState.Grains.Tests.Engine.Outboxes;

/// <summary>Keeps what it is given, and does what the test says before that.</summary>
internal sealed class RecordingPublisher : IEventPublisher
{
    private readonly ConcurrentQueue<PublishedEvent> _published = new();
    private readonly Channel<int> _calls = Channel.CreateUnbounded<int>();
    private TaskCompletionSource? _held;
    private int _failures;

    public IReadOnlyList<PublishedEvent> Published => [.. _published];

    /// <summary>The next calls fail, after they have published or before.</summary>
    public void FailNext(int calls) => _failures = calls;

    /// <summary>What is published from here on is confirmed only when the test says so.</summary>
    public TaskCompletionSource Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Returns when it has been called once more.</summary>
    public async Task CalledAsync() => await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async Task PublishAsync(IReadOnlyList<PublishedEvent> events, CancellationToken cancellationToken)
    {
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            _calls.Writer.TryWrite(0);
            throw new IOException("The test keeps the events from being published.");
        }

        foreach (var told in events)
            _published.Enqueue(told);
        _calls.Writer.TryWrite(0);
        if (_held is { } held)
            await held.Task.WaitAsync(cancellationToken);
    }
}
