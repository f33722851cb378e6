using System.ComponentModel.DataAnnotations;

namespace OrleansState.Grains.Carts;

/// <summary>Settings under <c>Cart</c>.</summary>
public sealed class CartOptions
{
    public const string Section = "Cart";

    /// <summary>How long a cart may lie unchanged before it is emptied; from 1 s to 3,650 days. Default one hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00", ErrorMessage = "Cart:IdleTimeout must lie between 00:00:01 and 3650.00:00:00.")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long after its last change an empty cart keeps its orders; from 1 day to 3,650 days. Default 90 days. Which guests' carts it took
    /// over, and to whom a guest's was given, is kept as long as the account is there: an erasure goes by it.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00", ErrorMessage = "Cart:Retention must lie between 1.00:00:00 and 3650.00:00:00.")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Most different items of one cart; from 1 to 1,000. Default 100.</summary>
    [Range(1, 1000, ErrorMessage = "Cart:MaxLines must lie between 1 and 1000.")]
    public int MaxLines { get; set; } = 100;
}
