using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OrleansState.Lockouts;

namespace OrleansState.Api.Lockouts;

/// <summary>
/// Lets a login be tried or makes it wait, by username and by address. A name that nobody holds is treated as any
/// other, so that being locked tells nothing. Grains are keyed by hashes: names of strangers are nobody's to keep.
/// </summary>
internal sealed class LoginGuard(IClusterClient cluster, IOptions<LockoutOptions> options)
{
    /// <summary>How long the caller has to wait; null lets it try, and counts it as failed until <see cref="SucceededAsync"/>.</summary>
    public async Task<TimeSpan?> BeginAsync(string username, IPAddress? address)
    {
        var byAddress = await Address(address).BeginAsync(options.Value.AttemptsPerAddress);
        if (byAddress > TimeSpan.Zero)
            return byAddress;
        var byName = await Name(username).BeginAsync(options.Value.AttemptsPerName);
        return byName > TimeSpan.Zero ? byName : null;
    }

    public Task SucceededAsync(string username, IPAddress? address) => Task.WhenAll(
        Name(username).SucceededAsync(forget: true), Address(address).SucceededAsync(forget: false));

    private ILockoutGrain Name(string username) => Grain("name/" + username.ToLowerInvariant());

    /// <summary>An IPv6 network is one address: its owner has 2^64 of them.</summary>
    private ILockoutGrain Address(IPAddress? address)
    {
        var bytes = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.GetAddressBytes() ?? [];
        return Grain("address/" + Convert.ToHexString(bytes.Length == 16 ? bytes[..8] : bytes));
    }

    private ILockoutGrain Grain(string what) =>
        cluster.GetGrain<ILockoutGrain>(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16)));
}
