using System.ComponentModel.DataAnnotations;
using System.Net;

namespace OrleansState.Hosting.Clustering;

/// <summary>Settings under <c>Orleans</c>.</summary>
public sealed class ClusteringOptions : IValidatableObject
{
    public const string Section = "Orleans";

    /// <summary>Silos and clients with the same id form one cluster. Default <c>orleansstate</c>.</summary>
    [Required(ErrorMessage = "Orleans:ClusterId must not be empty.")]
    public string ClusterId { get; set; } = "orleansstate";

    /// <summary>The first part of every key in Redis; two services with one Redis need two ids. Default <c>orleansstate</c>.</summary>
    [Required(ErrorMessage = "Orleans:ServiceId must not be empty.")]
    public string ServiceId { get; set; } = "orleansstate";

    /// <summary>Host name or address that other silos and clients reach this silo at. Default 127.0.0.1.</summary>
    [Required(ErrorMessage = "Orleans:AdvertisedHost must not be empty.")]
    public string AdvertisedHost { get; set; } = "127.0.0.1";

    /// <summary>Port between silos. 0, the default, takes a free one.</summary>
    [Range(0, 65535, ErrorMessage = "Orleans:SiloPort must lie between 0 and 65535.")]
    public int SiloPort { get; set; }

    /// <summary>Port for clients. 0, the default, takes a free one.</summary>
    [Range(0, 65535, ErrorMessage = "Orleans:GatewayPort must lie between 0 and 65535.")]
    public int GatewayPort { get; set; }

    /// <summary>How long one probe of another silo may take. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ErrorMessage = "Orleans:ProbeTimeout must lie between 00:00:00.1 and 00:01:00.")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Missed probes after which a silo is declared dead. Default 3.</summary>
    [Range(1, 100, ErrorMessage = "Orleans:MissedProbesLimit must lie between 1 and 100.")]
    public int MissedProbesLimit { get; set; } = 3;

    /// <summary>
    /// Whether silos watch their grains for the Orleans Dashboard, and the Api shows it to admins at <c>/dashboard</c>. It
    /// costs every grain call a little. Default true.
    /// </summary>
    public bool Dashboard { get; set; } = true;

    /// <summary>How long a client waits for a grain's answer. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00", ErrorMessage = "Orleans:ResponseTimeout must lie between 00:00:00.1 and 00:05:00.")]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What no single setting can be blamed for, or none of the forms above says.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IPAddress.TryParse(AdvertisedHost, out var address) && IsNobodys(address))
        {
            yield return new ValidationResult(
                $"Orleans:AdvertisedHost is {AdvertisedHost}, which is no address that others reach a silo at; a silo whose host is not of this machine alone listens on every address anyway.",
                [nameof(AdvertisedHost)]);
        }

        if (SiloPort != 0 && SiloPort == GatewayPort)
            yield return new ValidationResult($"Orleans:SiloPort and Orleans:GatewayPort are both {SiloPort}; each needs a port of its own.", [nameof(SiloPort), nameof(GatewayPort)]);
    }

    private static bool IsNobodys(IPAddress address) =>
        address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Broadcast)
        || address.IsIPv6Multicast || address.GetAddressBytes() is [>= 224 and < 240, _, _, _];
}
