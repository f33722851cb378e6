using System.Net;

namespace OrleansState.Api.Edge;

/// <summary>Who calls, as far as limits go by where a call comes from.</summary>
internal static class ClientNetwork
{
    private const int NetworkBytes = 8;

    /// <summary>An IPv4 address, or the /64 of an IPv6 one: its owner has 2^64 addresses to come from, and they are one caller.</summary>
    public static string Of(HttpContext http) => Of(http.Connection.RemoteIpAddress);

    public static string Of(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        var bytes = address?.GetAddressBytes() ?? [];
        return Convert.ToHexString(bytes.Length > NetworkBytes ? bytes[..NetworkBytes] : bytes);
    }
}
