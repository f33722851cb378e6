using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Primitives;
using OrleansState.Api.Problems;
using OrleansState.AspNetCore;

namespace OrleansState.Api.Edge;

/// <summary>
/// ASP.NET Core's setting <c>AllowedHosts</c>: the names in the Host header that are answered. A page whose own name is made
/// to resolve to this machine would otherwise be let by its browser to call what only listens on loopback.
/// </summary>
internal static class AllowedHosts
{
    public const string Setting = "AllowedHosts";

    private const string Any = "*";

    public static void AddAllowedHosts(this WebApplicationBuilder builder) =>
        // The framework's own filter stands before everything, and says in HTML what it refuses.
        builder.Services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = [Any]);

    public static void UseAllowedHosts(this WebApplication app)
    {
        StringSegment[] hosts = [.. (app.Configuration[Setting] ?? Any).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        if (hosts.Length == 0 || hosts.Any(host => host == Any))
            return;
        app.Use((http, next) => IsAmong(hosts, http.Request.Host)
            ? next(http)
            : throw new InvalidRequestException(ProblemCodes.HostNotAllowed, $"The Host header names a host that is not among {Setting}."));
    }

    /// <summary>HTTP/1.0 has no host, and no browser speaks it.</summary>
    private static bool IsAmong(StringSegment[] hosts, HostString host)
    {
        try
        {
            return !host.HasValue || HostString.MatchesAny(host.Host, hosts);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
