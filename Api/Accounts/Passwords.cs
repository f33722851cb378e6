using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace OrleansState.Api.Accounts;

/// <summary>Hashes and verifies passwords with ASP.NET Core Identity's hasher (PBKDF2, HMAC-SHA512), on threads kept for it.</summary>
internal sealed class Passwords
{
    private static readonly object Nobody = new();
    private readonly PasswordHasher<object> _hasher;
    private readonly HashingThreads _threads;
    private readonly int _iterations;
    private readonly string _unknown;

    public Passwords(HashingThreads threads, IOptions<PasswordHashingOptions> options)
    {
        (_threads, _iterations) = (threads, options.Value.Iterations);
        _hasher = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = _iterations }));
        _unknown = Hash(RandomNumberGenerator.GetHexString(32));
    }

    /// <summary>On the calling thread: for what is hashed before anyone is served.</summary>
    public string Hash(string password) => _hasher.HashPassword(Nobody, password);

    public Task<string> HashAsync(HashingPlace place, string password, CancellationToken cancelled) =>
        _threads.RunAsync(place.Lane, () => Hash(password), cancelled);

    /// <summary>
    /// Whether the password fits the hash. No hash takes as long as a wrong password, and one of fewer rounds as long as one of
    /// today's: neither who is unknown nor who has not logged in for long must show by time.
    /// </summary>
    public async Task<PasswordMatch> VerifyAsync(HashingPlace place, string? hash, string password, CancellationToken cancelled)
    {
        var result = await _threads.RunAsync(place.Lane, () => Verify(hash ?? _unknown, password), cancelled);
        return (hash, result) switch
        {
            (null, _) or (_, PasswordVerificationResult.Failed) => PasswordMatch.No,
            (_, PasswordVerificationResult.SuccessRehashNeeded) => PasswordMatch.YesByAnOlderHash,
            _ => PasswordMatch.Yes,
        };
    }

    /// <summary>On the calling thread.</summary>
    internal PasswordVerificationResult Verify(string hash, string password)
    {
        var result = _hasher.VerifyHashedPassword(Nobody, hash, password);
        var missing = _iterations - PasswordHashes.IterationsOf(hash);
        // A right one of an older hash is hashed anew at once, which takes longer still.
        if (result == PasswordVerificationResult.Failed && missing > 0)
            Rfc2898DeriveBytes.Pbkdf2(password, RandomNumberGenerator.GetBytes(16), missing, HashAlgorithmName.SHA512, 32);
        return result;
    }
}
