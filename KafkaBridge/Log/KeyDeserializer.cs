using Confluent.Kafka;

namespace OrleansState.KafkaBridge.Log;

/// <summary>A key is wanted only of a record that can't be used, so that the last one's bytes are kept in one buffer and not in one each.</summary>
internal sealed class KeyDeserializer : IDeserializer<Ignore>
{
    private byte[] _buffer = new byte[256];
    private int _length = -1;

    /// <summary>A copy of the key of the record that was read last; null where it had none.</summary>
    public byte[]? LastKey => _length < 0 ? null : _buffer[.._length];

    public Ignore Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (data.Length > _buffer.Length)
            _buffer = new byte[data.Length];
        data.CopyTo(_buffer);
        _length = isNull ? -1 : data.Length;
        return null!;
    }
}
