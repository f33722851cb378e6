using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace OrleansState.Api.Accounts;

/// <summary>Hashes and verifies passwords with ASP.NET Core Identity's hasher (PBKDF2, HMAC-SHA512), on threads kept for it.</summary>
internal sealed class Passwords
{
    private static readonly object Nobody = new();
    private readonly PasswordHasher<object> _hasher = new();
    private readonly HashingThreads _threads;
    private readonly string _unknown;

    public Passwords(HashingThreads threads)
    {
        _threads = threads;
        _unknown = Hash(RandomNumberGenerator.GetHexString(32));
    }

    /// <summary>On the calling thread: for what is hashed before anyone is served.</summary>
    public string Hash(string password) => _hasher.HashPassword(Nobody, password);

    public Task<string> HashAsync(string password, CancellationToken cancelled) => _threads.RunAsync(() => Hash(password), cancelled);

    /// <summary>Whether the password fits the hash. No hash takes as long as a wrong password: who is unknown must not show by time.</summary>
    public async Task<PasswordMatch> VerifyAsync(string? hash, string password, CancellationToken cancelled)
    {
        var result = await _threads.RunAsync(() => _hasher.VerifyHashedPassword(Nobody, hash ?? _unknown, password), cancelled);
        return (hash, result) switch
        {
            (null, _) or (_, PasswordVerificationResult.Failed) => PasswordMatch.No,
            (_, PasswordVerificationResult.SuccessRehashNeeded) => PasswordMatch.YesByAnOlderHash,
            _ => PasswordMatch.Yes,
        };
    }
}
