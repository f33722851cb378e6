using System.Globalization;

namespace OrleansState.Bench.Report;

/// <summary>Three digits that mean something, thousands apart.</summary>
internal static class Number
{
    public static string Format(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return value.ToString(CultureInfo.InvariantCulture);
        var digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 4);
        return value.ToString($"N{digits}", CultureInfo.InvariantCulture);
    }

    public static string WithRange(IReadOnlyCollection<double> runs)
    {
        var median = Format(Statistics.Median(runs));
        return runs.Count == 1 ? median : $"{median} ({Format(runs.Min())} to {Format(runs.Max())})";
    }
}
