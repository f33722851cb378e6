using System.ComponentModel.DataAnnotations;

namespace OrleansState.Grains.Erasure;

/// <summary>Settings under <c>Erasure</c>.</summary>
public sealed class ErasureOptions
{
    public const string Section = "Erasure";

    /// <summary>How long an erased user's events are skipped; longer than the events topic keeps them. From an hour to ten years. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00", ErrorMessage = "Erasure:TombstoneLifetime must lie between 01:00:00 and 3650.00:00:00.")]
    public TimeSpan TombstoneLifetime { get; set; } = TimeSpan.FromDays(30);
}
