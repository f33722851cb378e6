using System.ComponentModel.DataAnnotations;

namespace OrleansState.AspNetCore;

/// <summary>Bounds of the streams that a process serves. The host binds them to its settings, or leaves the defaults.</summary>
public sealed class LiveOptions
{
    /// <summary>The section of the settings that a host would bind.</summary>
    public const string Section = "Live";

    /// <summary>Most streams of server-sent events that one process has open; the next is refused with 503. Default 20,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Live:MaxConnections must lie between 1 and 1000000.")]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>Most of them that one user has open in one process; the next is refused with 429. Default 16.</summary>
    [Range(1, 10_000, ErrorMessage = "Live:MaxConnectionsPerUser must lie between 1 and 10000.")]
    public int MaxConnectionsPerUser { get; set; } = 16;

    /// <summary>How long a stream is silent before it carries a heartbeat. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "Live:HeartbeatInterval must lie between 00:00:01 and 00:05:00.")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a reader may take nothing of what is sent before the stream is dropped. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Live:WriteTimeout must lie between 00:00:01 and 00:10:00.")]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
