namespace OrleansState.Indexes;

/// <summary>Moments as scores: seconds since 1970, rounded up, so that what is found by its score has come.</summary>
internal static class Moments
{
    /// <summary>How exact the moments of states are that nobody waits for.</summary>
    public static TimeSpan Coarse { get; } = TimeSpan.FromMinutes(1);

    public static double ScoreOf(DateTimeOffset moment, TimeSpan grain)
    {
        var ticks = (moment - DateTimeOffset.UnixEpoch).Ticks;
        var slices = (ticks / grain.Ticks) + (ticks % grain.Ticks > 0 ? 1 : 0);
        return slices * grain.TotalSeconds;
    }
}
