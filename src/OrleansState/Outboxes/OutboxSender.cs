using Microsoft.Extensions.Logging;

namespace OrleansState;

/// <summary>
/// Publishes what waits in the outbox of a state, once it is durable, and takes it out of the record when the publisher has it.
/// Runs on the activation's scheduler.
/// </summary>
internal sealed partial class OutboxSender<TState>(StateKind<TState> kind, string key, DurableState<TState> state, IEventPublisher publisher) : IDisposable
    where TState : class
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Ends when nothing waits.</summary>
    public Task Sending { get; private set; } = Task.CompletedTask;

    /// <summary>Sends what waits, unless that is being done. What comes meanwhile is sent after it.</summary>
    public void SendWaiting()
    {
        if (Sending.IsCompleted && !_stopping.IsCancellationRequested)
            Sending = SendAsync();
    }

    /// <summary>What could not be sent stays in the record.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Sending;
    }

    public void Dispose() => _stopping.Dispose();

    private async Task SendAsync()
    {
        var pause = FirstPause;
        // The write that told them is answered first.
        await Task.Yield();
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if ((await state.ReadAsync()).Stored.Outbox is not { } outbox)
                    return;
                await publisher.PublishAsync([.. outbox.Events.Select(e => new PublishedEvent(e.Id, e.Type, kind.Name, key, e.At, e.Data))], _stopping.Token);
                await state.TakePublishedAsync(outbox.Events);
                pause = FirstPause;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (UserErasedException)
            {
                // The record is gone, and its events with it.
                return;
            }
            catch (Exception fault)
            {
                // Whatever a publisher throws: the events are in the record and are offered again.
                LogUnpublished(kind.Engine.Logger, kind.Name, pause, fault);
                state.StayActive(pause + LongestPause);
                await Task.Delay(pause, kind.Engine.Clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
            }
        }
    }

    [LoggerMessage(2301, LogLevel.Warning, "Events of a {Kind} could not be published; they stay in the record and are offered again after {Pause}.")]
    private static partial void LogUnpublished(ILogger logger, string kind, TimeSpan pause, Exception fault);
}
