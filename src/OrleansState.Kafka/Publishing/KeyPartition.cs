using System.Buffers.Binary;

namespace OrleansState.Kafka.Publishing;

/// <summary>
/// The partition of a key, as Kafka's Java producers choose it and librdkafka's <c>murmur2</c> partitioners do: MurmurHash2 of its
/// bytes (Austin Appleby's, 32 bits, with the seed of Kafka's <c>Utils.murmur2</c>) without its sign, modulo the partitions.
/// </summary>
internal static class KeyPartition
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;
    private const int Shift = 24;

    public static int Of(ReadOnlySpan<byte> key, int partitions) => (int)((Murmur2(key) & 0x7fffffff) % (uint)partitions);

    private static uint Murmur2(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed ^ (uint)bytes.Length;
        for (; bytes.Length >= sizeof(uint); bytes = bytes[sizeof(uint)..])
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Multiplier;
            hash = (hash * Multiplier) ^ ((word ^ (word >> Shift)) * Multiplier);
        }

        for (var left = bytes.Length; left > 0; left--)
            hash ^= (uint)bytes[left - 1] << (8 * (left - 1));
        if (!bytes.IsEmpty)
            hash *= Multiplier;
        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
