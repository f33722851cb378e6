using System.Net;
using Microsoft.Extensions.Options;

namespace OrleansState.Api.Edge;

/// <summary>A proxy that is mistyped would be a proxy whose clients all share one address.</summary>
internal sealed class HttpOptionsValidator : IValidateOptions<HttpOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = HttpOptions.Split(options.KnownProxies).Where(p => !IPAddress.TryParse(p, out _) && !IPNetwork.TryParse(p, out _))
            .Select(p => $"Http:KnownProxies: {p} is neither an address nor a network such as 10.0.0.0/8.")
            .Concat(HttpOptions.Split(options.CorsOrigins).Where(o => !IsOrigin(o))
                .Select(o => $"Http:CorsOrigins: {o} is no origin such as https://shop.example."))
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <summary>Scheme, host and port; a star would let every site act for its visitors.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.GetLeftPart(UriPartial.Authority) == text;
}
