using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OrleansState;

/// <summary>
/// A client's idempotency key and a fingerprint of what it was sent with, both as hashes: a grain remembers 24 bytes,
/// whatever the client sends. A key belongs to one grain: the same key at a user's cart and click counter is two keys.
/// </summary>
/// <param name="Key">128 bits of the key's SHA-256.</param>
/// <param name="Payload">64 bits of the payload's SHA-256; another one with the same key is refused.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.idempotency-key")]
public readonly record struct IdempotencyKey([property: Id(0)] Guid Key, [property: Id(1)] ulong Payload)
{
    /// <summary>Longest key a client may send, in characters.</summary>
    public const int MaxLength = 128;

    /// <param name="key">The client's key, 1 to <see cref="MaxLength"/> characters.</param>
    /// <param name="payload">What identifies the command: its name and its arguments, in one unambiguous form.</param>
    public static IdempotencyKey Create(string key, string payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(payload);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        var keyHash = new Guid(hash[..16]);
        SHA256.HashData(Encoding.UTF8.GetBytes(payload), hash);
        return new IdempotencyKey(keyHash, BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }
}
