using System.ComponentModel.DataAnnotations;

namespace OrleansState.Grains.Users;

/// <summary>Settings under <c>Guest</c>.</summary>
public sealed class GuestOptions
{
    public const string Section = "Guest";

    /// <summary>
    /// How long after a guest's last click what the guest has counted is kept; from 1 day to 3,650 days, and longer than a guest's refresh
    /// token lives. Carts and sessions of guests go as everybody's do. Default 90 days.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Guest:Retention must lie between 1.00:00:00 and 3650.00:00:00.")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);
}
