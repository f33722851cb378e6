using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace OrleansState.Hosting.Clustering.Departures;

/// <summary>
/// Looks which silos stop and confirms each stage: first this process turns away, and when every call has ended that it had
/// begun before, it says so. It is started before the process' part in the cluster and stopped after it.
/// </summary>
internal sealed class DepartureWatch(
    DepartureBoard board, KnownDepartures known, CallsUnderWay calls, TimeProvider clock, GatewayMask? mask = null, LostCalls? lost = null) : BackgroundService
{
    private readonly Dictionary<SiloAddress, long> _begun = [];
    private ImmutableDictionary<string, DepartureStage> _confirmed = ImmutableDictionary<string, DepartureStage>.Empty;
    private long _reports;
    private bool _expectsLoss;
    private long _lastDeparture;

    /// <summary>Before this process takes part it knows who leaves, if there is a store to ask.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync();
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await AskAsync(() => board.ForgetAsync(board.Self));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(known.AreThere ? DepartureTimes.BetweenQuickLooks : DepartureTimes.BetweenLooks, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await LookAsync();
        }
    }

    private static async Task AskAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or ObjectDisposedException)
        {
            // The next look asks again; a silo that stops bears with it.
        }
    }

    private Task LookAsync() => AskAsync(async () =>
    {
        var leaving = await board.ReportAsync(new DepartureReport(++_reports, _confirmed));
        foreach (var departure in leaving)
            Follow(departure);
        foreach (var gone in known.All.Where(departure => leaving.All(other => !other.Silo.Equals(departure.Silo))).ToArray())
            Forget(gone.Silo);
        ForgetExpectations();
        foreach (var broken in _begun.Where(begun => clock.GetElapsedTime(begun.Value) > DepartureTimes.Longest).ToArray())
            await board.WithdrawAsync(broken.Key);
    });

    private void Forget(SiloAddress silo)
    {
        known.Remove(silo);
        _begun.Remove(silo);
        ImmutableInterlocked.TryRemove(ref _confirmed, silo.ToParsableString(), out _);
    }

    private void Follow(Departure departure)
    {
        // Before it is off the list: a gateway that is not on it and not masked loses its connection, and the answers on their way
        // with it. At every look anew, lest a list that was read before undo it.
        mask?.TurnAwayFrom(departure.Gateway);
        if (known.All.Any(other => other.Silo.Equals(departure.Silo) && other.Stage >= departure.Stage))
            return;
        known.Add(departure);
        _begun.TryAdd(departure.Silo, clock.GetTimestamp());
        _ = ConfirmAsync(departure);
    }

    private async Task ConfirmAsync(Departure departure)
    {
        await calls.EndOfEarlierAsync();
        if (departure.Stage is DepartureStage.Closing && mask is not null)
        {
            _expectsLoss = true;
            lost?.ExpectLoss();
        }

        ImmutableInterlocked.AddOrUpdate(ref _confirmed, departure.Silo.ToParsableString(), departure.Stage, (_, _) => departure.Stage);
    }

    /// <summary>A client need not have been connected to a silo that left, and must not take another's death for its end for ever.</summary>
    private void ForgetExpectations()
    {
        if (known.AreThere)
            _lastDeparture = clock.GetTimestamp();
        else if (_expectsLoss && clock.GetElapsedTime(_lastDeparture) > DepartureTimes.Silence)
        {
            _expectsLoss = false;
            lost?.ExpectNoLoss();
        }
    }
}
