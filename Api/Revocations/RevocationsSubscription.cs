using System.Collections.Immutable;
using OrleansState.Revocations;

namespace OrleansState.Api.Revocations;

/// <summary>
/// Has the cluster tell this process which sessions were revoked through others. Before the first request it learns of those
/// that were revoked before it started. The subscription is renewed every few seconds, which brings what was missed meanwhile.
/// </summary>
internal sealed partial class RevocationsSubscription(
    IClusterClient cluster, KnownRevocations known, TimeProvider clock, ILogger<RevocationsSubscription> log) : BackgroundService, IRevocationsObserver
{
    /// <summary>Several times within a subscription's lifetime, so that one that fails does no harm.</summary>
    public static TimeSpan RenewalInterval { get; } = TimeSpan.FromSeconds(5);

    private IRevocationsObserver? _observer;
    private RevocationsPosition _read;
    private bool _failed;

    private IRevocationsGrain Feed => cluster.GetGrain<IRevocationsGrain>(IRevocationsGrain.Key);

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

    public Task RevokedAsync(ImmutableArray<Revocation> revocations)
    {
        foreach (var revocation in revocations)
        {
            if (revocation.SessionId is { } sessionId)
                known.Add(revocation.UserId, sessionId);
            else
                known.AddAll(revocation.UserId);
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
        _observer ??= cluster.CreateObjectReference<IRevocationsObserver>(this);
        RevocationsPage page;
        do
        {
            page = await Feed.SubscribeAsync(_observer, known.TokenLifetime, _read).WaitAsync(cancelled);
            await RevokedAsync(page.Revocations);
            _read = page.End;
        }
        while (!page.Revocations.IsEmpty);
    }

    [LoggerMessage(1202, LogLevel.Warning, "The cluster can't tell which sessions were revoked; access tokens of those that are revoked through other processes are good here until they expire")]
    private partial void LogFailed(Exception fault);

    [LoggerMessage(1203, LogLevel.Information, "The cluster tells again which sessions were revoked")]
    private partial void LogRenewed();
}
