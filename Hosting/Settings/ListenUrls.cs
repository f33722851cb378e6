using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace OrleansState.Hosting.Settings;

/// <summary>Where a process listens for HTTP, as <c>ASPNETCORE_URLS</c> and its kin say.</summary>
public static class ListenUrls
{
    private const string Endpoints = "Kestrel:Endpoints";

    private static readonly string[] Ports = ["http_ports", "https_ports"];

    /// <summary>Has it listen there, where no setting says where.</summary>
    public static void ListenUnlessSet(this WebApplicationBuilder builder, string url)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = builder.Configuration;
        if (settings["urls"] is null && Ports.All(ports => settings[ports] is null) && !settings.GetSection(Endpoints).Exists())
            builder.WebHost.UseUrls(url);
    }

    /// <summary>The web server would look at them when all else runs.</summary>
    /// <exception cref="BadSettingException">One of them is no address.</exception>
    internal static void Require(IConfiguration settings)
    {
        foreach (var url in Split(settings["urls"]))
            Require("ASPNETCORE_URLS", url);
        foreach (var key in Ports)
        {
            foreach (var port in Split(settings[key]).Where(port => !ushort.TryParse(port, out _)))
                throw new BadSettingException($"ASPNETCORE_{key.ToUpperInvariant()}: {port} is no port; it lies between 0 and 65535.");
        }

        foreach (var endpoint in settings.GetSection(Endpoints).GetChildren())
        {
            if (endpoint["Url"] is not { Length: > 0 } url)
                throw new BadSettingException($"{endpoint.Path}:Url is not set.");
            Require($"{endpoint.Path}:Url", url);
            if (endpoint.GetSection("Certificate").Exists() && BindingAddress.Parse(url).Scheme != "https")
                throw new BadSettingException($"{endpoint.Path}:Url is {url}, and {endpoint.Path}:Certificate is for an https address.");
        }
    }

    private static void Require(string setting, string url)
    {
        if (!IsAddress(url))
            throw new BadSettingException($"{setting}: {url} is no address such as http://127.0.0.1:8080.");
        var address = BindingAddress.Parse(url);
        if (address.PathBase.Length > 0)
            throw new BadSettingException($"{setting}: {url} has a path, and an address to listen at has none.");
        if (address.Port == 0 && !IsFile(address) && address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            throw new BadSettingException($"{setting}: {url} asks for a free port of two addresses at once; write http://127.0.0.1:0 or http://[::1]:0.");
    }

    /// <summary>The ports that these settings name.</summary>
    public static IReadOnlyCollection<int> PortsOf(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return
        [
            .. Split(settings["urls"]).Where(IsAddress).Select(url => BindingAddress.Parse(url).Port),
            .. Ports.SelectMany(ports => Split(settings[ports])).Select(port => int.TryParse(port, out var number) ? number : 0),
        ];
    }

    private static bool IsFile(BindingAddress address) => address.IsUnixPipe || address.IsNamedPipe;

    /// <summary>A port that is no number is taken for a part of the name, any name for every address there is, and port 80 for what was not said.</summary>
    private static bool IsHost(string host) => host is "*" or "+" || Uri.CheckHostName(host) != UriHostNameType.Unknown;

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https", Port: >= 0 and <= ushort.MaxValue } address && (IsFile(address) || IsHost(address.Host));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
