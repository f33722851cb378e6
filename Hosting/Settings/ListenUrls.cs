using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace OrleansState.Hosting.Settings;

/// <summary>Where a process listens for HTTP, as <c>ASPNETCORE_URLS</c> and its kin say.</summary>
public static class ListenUrls
{
    private static readonly string[] Ports = ["http_ports", "https_ports"];

    /// <summary>Has it listen there, where no setting says where.</summary>
    public static void ListenUnlessSet(this WebApplicationBuilder builder, string url)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var settings = builder.Configuration;
        if (settings["urls"] is null && Ports.All(ports => settings[ports] is null) && !settings.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(url);
    }

    /// <summary>The web server would look at them when all else runs.</summary>
    /// <exception cref="BadSettingException">One of them is no address.</exception>
    internal static void Require(IConfiguration settings)
    {
        foreach (var url in Split(settings["urls"]).Where(url => !IsAddress(url)))
            throw new BadSettingException($"ASPNETCORE_URLS: {url} is no address such as http://127.0.0.1:8080.");
        foreach (var key in Ports)
        {
            foreach (var port in Split(settings[key]).Where(port => !ushort.TryParse(port, out _)))
                throw new BadSettingException($"ASPNETCORE_{key.ToUpperInvariant()}: {port} is no port; it lies between 0 and 65535.");
        }
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

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https", Port: >= 0 and <= ushort.MaxValue };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
