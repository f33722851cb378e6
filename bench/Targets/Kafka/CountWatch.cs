namespace OrleansState.Bench.Targets.Kafka;

/// <summary>Watches a count grow. From the first that is seen to the last: a start is measured elsewhere.</summary>
internal sealed class CountWatch
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly long _began = TimeProvider.System.GetTimestamp();

    /// <exception cref="WrongAnswerException">The count stood still for minutes, or went beyond what is there.</exception>
    public async Task<CountResult> UntilAsync(string name, long expected, Func<Task<long>> count)
    {
        (long Count, TimeSpan At)? first = null, late = null;
        while (true)
        {
            var counted = await count();
            var at = TimeProvider.System.GetElapsedTime(_began);
            if (counted > expected)
                throw new WrongAnswerException($"{name} counted {counted} of {expected} events.");
            if (counted > 0)
                first ??= (counted, at);
            if (counted >= expected * 2 / 3)
                late ??= (counted, at);
            if (counted == expected)
                return new CountResult(Rate(expected, first!.Value, at), at.TotalSeconds, Rate(expected, late!.Value, at));
            if (at > Patience)
                throw new WrongAnswerException($"{name} counted {counted} of {expected} events in {Patience.TotalMinutes:0} minutes.");
            await Task.Delay(BetweenLooks, TimeProvider.System);
        }
    }

    // Counted between two looks: then the start is part of it, and the rate too low rather than too high.
    private static double Rate(long expected, (long Count, TimeSpan At) first, TimeSpan end) =>
        first.Count == expected ? expected / end.TotalSeconds : (expected - first.Count) / (end - first.At).TotalSeconds;
}
