using System.ComponentModel.DataAnnotations;

namespace OrleansState.Api.Edge;

/// <summary>Settings under <c>Http</c>: what stands between this process and its clients.</summary>
internal sealed class HttpOptions
{
    public const string Section = "Http";

    /// <summary>Origins whose scripts may call, comma-separated (<c>https://shop.example</c>). None may by default.</summary>
    public string? CorsOrigins { get; set; }

    /// <summary>
    /// Whether HTTP is turned away: what reads is redirected to HTTPS, what changes is refused, and answers over HTTPS carry
    /// HSTS. Where the process listens by HTTP only, the
    /// redirect goes to port 443. Health and metrics answer over HTTP all the same. Default false.
    /// </summary>
    public bool RequireHttps { get; set; }

    /// <summary>
    /// Proxies whose <c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Prefix</c> are believed: addresses or
    /// networks (<c>10.0.0.0/8</c>), comma-separated. Nobody's are by default.
    /// </summary>
    public string? KnownProxies { get; set; }

    /// <summary>
    /// How many proxies of <see cref="KnownProxies"/> stand one behind the other: so many entries of <c>X-Forwarded-For</c> are
    /// believed, from the last one on. Default 1.
    /// </summary>
    [Range(1, 100, ErrorMessage = "Http:ForwardLimit must lie between 1 and 100.")]
    public int ForwardLimit { get; set; } = 1;

    /// <summary>The parts of a comma-separated setting.</summary>
    public static string[] Split(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
