using Confluent.Kafka;

namespace OrleansState.Kafka.Log;

/// <summary>A key is wanted only of a record that can't be used, so that the last one's bytes are kept in one buffer and not in one each.</summary>
internal sealed class KeyDeserializer : IDeserializer<Ignore>
{
    /// <summary>A larger key does not stay in memory once the next record is there.</summary>
    private const int BufferBytes = 64 * 1024;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private byte[]? _large;

    /// <summary>How many bytes the key of the record has that was read last; -1 where it had none.</summary>
    public int LastLength { get; private set; } = -1;

    /// <summary>The bytes of the key of the record that was read last, until the next is read; empty where it had none, or one that no dead letter can have.</summary>
    public ReadOnlySpan<byte> LastBytes => LastLength switch
    {
        < 0 => default,
        <= BufferBytes => _buffer.AsSpan(0, LastLength),
        _ => _large,
    };

    /// <summary>A copy of the key of the record that was read last; null where it had none, or one that no dead letter can have.</summary>
    public byte[]? LastKey => LastLength switch
    {
        < 0 => null,
        <= BufferBytes => _buffer[..LastLength],
        _ => _large,
    };

    public Ignore Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        LastLength = isNull ? -1 : data.Length;
        _large = data.Length is > BufferBytes and <= KafkaClients.LargestMessageBytes ? data.ToArray() : null;
        if (data.Length <= BufferBytes)
            data.CopyTo(_buffer);
        return null!;
    }
}
