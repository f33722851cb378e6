using Orleans.Configuration;

namespace OrleansState.Grains.Placement;

/// <summary>
/// Grains live on the silo that their first call enters by, as long as no other has less than a quarter as many. The calls of an
/// Api stay on the silo they come to; but it keeps coming to those it has long known, and a silo that joins would get nothing.
/// </summary>
internal static class CallerPlacement
{
    /// <summary>In hundredths of what the fullest silo has.</summary>
    private const int MostMore = 75;

    /// <summary>Makes Orleans' placement by resources one by the number of grains.</summary>
    public static void Configure(ResourceOptimizedPlacementOptions options)
    {
        (options.CpuUsageWeight, options.MemoryUsageWeight, options.AvailableMemoryWeight, options.MaxAvailableMemoryWeight) = (0, 0, 0, 0);
        (options.ActivationCountWeight, options.LocalSiloPreferenceMargin) = (1, MostMore);
    }
}
