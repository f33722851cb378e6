
namespace OrleansState;

/// <summary>
/// Publishes what waits in the outbox of a state, once it is durable, and takes it out of the record when the publisher has it.
/// Runs on the activation's scheduler.
/// </summary>
internal sealed class OutboxSender<TState>(StateKind<TState> kind, string key, DurableState<TState> state, IEventPublisher publisher) : IDisposable
    where TState : class
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

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

    /// <summary>
    /// Publishes what waits in a record that is about to be erased, as far as the publisher takes it within a second: an erasure waits
    /// for nobody, and what is not published then is erased.
    /// </summary>
    public static async Task PublishLastAsync(StateKind<TState> kind, string key, Outbox outbox, IEventPublisher publisher)
    {
        using var patience = new CancellationTokenSource(LastPatience, kind.Engine.Clock);
        try
        {
            await publisher.PublishAsync(outbox.Of(kind.Name, key), patience.Token);
            kind.Engine.Metrics.Published(kind.Name, outbox.Events.Length);
        }
        catch (Exception fault)
        {
            // Whatever a publisher throws, and whenever it has not answered in time.
            kind.Engine.Metrics.NotPublished(kind.Name);
            EngineLog.Erased(kind.Engine.Logger, kind.Name, outbox.Events.Length, fault);
        }
    }

    private async Task SendAsync()
    {
        // The write that told them is answered first.
        await Task.Yield();
        try
        {
            await SendAllAsync();
        }
        finally
        {
            kind.Engine.Unsent.Forget(this);
        }
    }

    private async Task SendAllAsync()
    {
        var pause = FirstPause;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if ((await state.LookAtAsync()).Stored.Outbox is not { } outbox)
                    return;
                kind.Engine.Unsent.Waits(this, outbox.Events[0].At);
                await publisher.PublishAsync(outbox.Of(kind.Name, key), _stopping.Token);
                kind.Engine.Metrics.Published(kind.Name, outbox.Events.Length);
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
                kind.Engine.Metrics.NotPublished(kind.Name);
                EngineLog.Unpublished(kind.Engine.Logger, kind.Name, pause, fault);
                state.StayActive(pause + LongestPause);
                await Task.Delay(pause, kind.Engine.Clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
            }
        }
    }
}
