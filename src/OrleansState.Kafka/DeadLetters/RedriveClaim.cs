using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OrleansState.Kafka.DeadLetters;

/// <summary>
/// What a record says that claims to be a redriven event: the event of the dead letter of that origin. Anybody who may
/// write events can say so, and it is worth nothing before <see cref="RedriveProofs"/> have found that letter.
/// </summary>
/// <param name="Origin">Where the event first lay.</param>
/// <param name="Digest">Of that place, the key and the value: a letter and its redriven event have the same, and nobody finds another event that has.</param>
internal sealed record RedriveClaim(LogPosition Origin, UInt128 Digest)
{
    public static RedriveClaim Of(LogPosition origin, byte[]? key, byte[]? value)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes(RedriveOrigin.Write(origin)));
        Append(hash, key);
        Append(hash, value);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new RedriveClaim(origin, BinaryPrimitives.ReadUInt128LittleEndian(digest));
    }

    private static void Append(IncrementalHash hash, byte[]? part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part?.Length ?? -1);
        hash.AppendData(length);
        hash.AppendData(part ?? []);
    }
}
