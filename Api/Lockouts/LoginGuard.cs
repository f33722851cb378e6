using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OrleansState.Lockouts;

namespace OrleansState.Api.Lockouts;

/// <summary>
/// Lets a password be tried or makes it wait: a stranger by name and by network, a known device or session by itself alone. A
/// name that nobody holds is treated as any other, so that being locked tells nothing. Grains are keyed by hashes: names of
/// strangers are nobody's to keep.
/// </summary>
internal sealed class LoginGuard(IClusterClient cluster, IOptions<LockoutOptions> options)
{
    /// <summary>How long the caller has to wait; null lets it try, and counts it as failed until <see cref="SucceededAsync"/>.</summary>
    public async Task<TimeSpan?> BeginAsync(LoginOrigin origin)
    {
        if (origin.Known is not null)
            return WaitOf(await Known(origin).BeginAsync(options.Value.AttemptsPerName));
        if (WaitOf(await Network(origin).BeginInWindowAsync(options.Value.AttemptsPerAddress, options.Value.Window)) is { } wait)
            return wait;
        if (WaitOf(await Name(origin).BeginAsync(options.Value.AttemptsPerName)) is not { } locked)
            return null;
        // Its password is not looked at: whoever tries a locked name again and again does not lock out everybody beside them.
        await Network(origin).SucceededAsync(forget: false);
        return locked;
    }

    public Task SucceededAsync(LoginOrigin origin) => EndAsync(origin, forget: true);

    /// <summary>The attempt was not made after all; what failed before it stays.</summary>
    public Task WithdrawAsync(LoginOrigin origin) => EndAsync(origin, forget: false);

    private Task EndAsync(LoginOrigin origin, bool forget) => origin.Known is not null
        ? Known(origin).SucceededAsync(forget)
        : Task.WhenAll(Name(origin).SucceededAsync(forget), Network(origin).SucceededAsync(forget: false));

    private static TimeSpan? WaitOf(TimeSpan answer) => answer > TimeSpan.Zero ? answer : null;

    private ILockoutGrain Name(LoginOrigin origin) => Grain("name/" + origin.Username.ToLowerInvariant());

    private ILockoutGrain Network(LoginOrigin origin) => Grain("address/" + origin.Network);

    private ILockoutGrain Known(LoginOrigin origin) => Grain($"known/{origin.Known}/{origin.Username.ToLowerInvariant()}");

    private ILockoutGrain Grain(string what) =>
        cluster.GetGrain<ILockoutGrain>(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16)));
}
