namespace OrleansState.Hosting.Clustering.Departures;

/// <summary>The reports of one wait. Whose report does not change for a while is dead and is forgotten.</summary>
internal sealed class ReportsOfOthers(DepartureBoard board, TimeProvider clock)
{
    private readonly Dictionary<string, (long Count, long Seen)> _last = [];

    /// <summary>How many had not confirmed at the last look.</summary>
    public int Missing { get; private set; }

    public async Task<bool> ConfirmAsync(Departure departure)
    {
        var missing = (await board.ReportsOfOthersAsync()).Where(report => !report.Value.Confirms(departure.Silo, departure.Stage)).ToArray();
        Missing = missing.Length;
        foreach (var (process, report) in missing)
        {
            if (!IsSilent(process, report.Count))
                continue;
            await board.ForgetAsync(process);
            Missing--;
        }

        return Missing == 0;
    }

    private bool IsSilent(string process, long count)
    {
        if (_last.TryGetValue(process, out var last) && last.Count == count)
            return clock.GetElapsedTime(last.Seen) > DepartureTimes.Silence;
        _last[process] = (count, clock.GetTimestamp());
        return false;
    }
}
