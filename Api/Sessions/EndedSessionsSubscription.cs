using System.Collections.Immutable;
using OrleansState.Api.Tokens;
using OrleansState.Sessions;

namespace OrleansState.Api.Sessions;

/// <summary>
/// Has the cluster tell this process which sessions have ended through others. Before the first request it learns of those
/// that ended before it started. The subscription is renewed every few seconds, which brings what was missed meanwhile.
/// </summary>
internal sealed partial class EndedSessionsSubscription(
    IClusterClient cluster, EndedSessions ended, TimeProvider clock, ILogger<EndedSessionsSubscription> log) : BackgroundService, IEndedSessionsObserver
{
    /// <summary>Several times within a subscription's lifetime, so that one that fails does no harm.</summary>
    public static TimeSpan RenewalInterval { get; } = TimeSpan.FromSeconds(5);

    private IEndedSessionsObserver? _observer;
    private EndedSessionsPosition _read;
    private bool _failed;

    private IEndedSessionsGrain Feed => cluster.GetGrain<IEndedSessionsGrain>(IEndedSessionsGrain.Key);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RenewAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_observer is not null && !_failed)
            await Feed.UnsubscribeAsync(_observer);
    }

    public Task EndedAsync(ImmutableArray<EndedSession> sessions)
    {
        foreach (var session in sessions)
        {
            if (session.SessionId is { } sessionId)
                ended.Add(session.UserId, sessionId);
            else
                ended.AddAll(session.UserId);
        }

        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RenewalInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await RenewAsync(stoppingToken);
    }

    private async Task RenewAsync(CancellationToken cancelled)
    {
        try
        {
            await ReadAsync(cancelled);
            if (_failed)
                LogRenewed();
            _failed = false;
        }
        catch (Exception fault) when (!cancelled.IsCancellationRequested)
        {
            // Whatever it was, silos of an older release among it: tokens are checked as before, and the next renewal tries again.
            if (!_failed)
                LogFailed(fault);
            _failed = true;
        }
    }

    private async Task ReadAsync(CancellationToken cancelled)
    {
        _observer ??= cluster.CreateObjectReference<IEndedSessionsObserver>(this);
        EndedSessionsPage page;
        do
        {
            page = await Feed.SubscribeAsync(_observer, ended.TokenLifetime, _read).WaitAsync(cancelled);
            await EndedAsync(page.Sessions);
            _read = page.End;
        }
        while (!page.Sessions.IsEmpty);
    }

    [LoggerMessage(1202, LogLevel.Warning, "The cluster can't tell which sessions have ended; access tokens of those that end through other processes are good here until they expire")]
    private partial void LogFailed(Exception fault);

    [LoggerMessage(1203, LogLevel.Information, "The cluster tells again which sessions have ended")]
    private partial void LogRenewed();
}
