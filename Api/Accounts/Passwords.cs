using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace OrleansState.Api.Accounts;

/// <summary>
/// Hashes and verifies passwords with ASP.NET Core Identity's hasher (PBKDF2, HMAC-SHA512). Each costs a core tens of
/// milliseconds, so that no more run at once than there are cores; the rest waits.
/// </summary>
internal sealed class Passwords : IDisposable
{
    private static readonly object Nobody = new();
    private readonly PasswordHasher<object> _hasher = new();
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);
    private readonly string _unknown;

    public Passwords() => _unknown = Hash(RandomNumberGenerator.GetHexString(32));

    public string Hash(string password) => _hasher.HashPassword(Nobody, password);

    public Task<string> HashAsync(string password, CancellationToken cancelled) => OnACoreAsync(() => Hash(password), cancelled);

    /// <summary>Whether the password fits the hash. No hash takes as long as a wrong password: who is unknown must not show by time.</summary>
    public async Task<PasswordMatch> VerifyAsync(string? hash, string password, CancellationToken cancelled)
    {
        var result = await OnACoreAsync(() => _hasher.VerifyHashedPassword(Nobody, hash ?? _unknown, password), cancelled);
        return (hash, result) switch
        {
            (null, _) or (_, PasswordVerificationResult.Failed) => PasswordMatch.No,
            (_, PasswordVerificationResult.SuccessRehashNeeded) => PasswordMatch.YesByAnOlderHash,
            _ => PasswordMatch.Yes,
        };
    }

    public void Dispose() => _cores.Dispose();

    private async Task<T> OnACoreAsync<T>(Func<T> work, CancellationToken cancelled)
    {
        await _cores.WaitAsync(cancelled);
        try
        {
            return await Task.Run(work, cancelled);
        }
        finally
        {
            _cores.Release();
        }
    }
}
