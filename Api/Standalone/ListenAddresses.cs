using System.Net;
using System.Net.Sockets;
using OrleansState.Hosting.Settings;

namespace OrleansState.Api.Standalone;

/// <summary>
/// Looks whether the process will be able to listen before it opens anything: the web server binds last, and a silo that
/// is taken down in the middle of its start has much to say about it.
/// </summary>
internal static class ListenAddresses
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <param name="urls">As in <c>ASPNETCORE_URLS</c>; those it can't read are left to the web server.</param>
    public static void RequireFree(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Port > 0 && Address(uri.Host) is { } address)
                RequireFree(url, address, uri.Port);
        }
    }

    /// <summary>
    /// The names in the Host header by which a process is called that listens on loopback alone, as <c>AllowedHosts</c> takes
    /// them; null where others reach it, by names that nobody here knows.
    /// </summary>
    /// <param name="urls">As in <c>ASPNETCORE_URLS</c>.</param>
    public static string? LoopbackHosts(string? urls)
    {
        var listed = (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var hosts = listed.Select(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && Address(uri.Host) is { } address && IPAddress.IsLoopback(address) ? uri.Host : null).ToList();
        return hosts.Count == 0 || hosts.Contains(null) ? null : string.Join(';', LoopbackNames.Concat(hosts).Distinct());
    }

    private static IPAddress? Address(string host) =>
        host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;

    private static void RequireFree(string url, IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
        }
        catch (SocketException fault)
        {
            throw new CannotStartException(
                $"ASPNETCORE_URLS: can't listen on {url} ({fault.Message}); end what listens there, or set another address.", fault);
        }
    }
}
