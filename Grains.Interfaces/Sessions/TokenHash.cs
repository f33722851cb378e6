using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OrleansState.Sessions;

/// <summary>
/// SHA-256 of a refresh token's secret: what grains see and the store holds of it. The secret has 256 random bits, so
/// that a plain hash can neither be turned back nor guessed.
/// </summary>
/// <param name="High">The first 16 bytes, big-endian.</param>
/// <param name="Low">The last 16 bytes, big-endian.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.token-hash")]
public readonly record struct TokenHash([property: Id(0)] UInt128 High, [property: Id(1)] UInt128 Low)
{
    /// <summary>Hashes a secret.</summary>
    public static TokenHash Of(ReadOnlySpan<byte> secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret, hash);
        return new TokenHash(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }
}
