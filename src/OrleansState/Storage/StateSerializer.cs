using System.Buffers;
using Orleans.Serialization;

namespace OrleansState.Storage;

/// <summary>A state as bytes: one byte for the format, then Orleans' binary form, which ignores fields it does not know.</summary>
internal sealed class StateSerializer<TState>(Serializer<StoredState<TState>> serializer)
{
    private const byte OrleansBinary = 1;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public ReadOnlyMemory<byte> Serialize(StoredState<TState> state)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(256);
        buffer.ResetWrittenCount();
        buffer.GetSpan(1)[0] = OrleansBinary;
        buffer.Advance(1);
        serializer.Serialize(state, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">The record was written in a format this version does not know.</exception>
    public StoredState<TState> Deserialize(ReadOnlyMemory<byte> payload) => payload.Span[0] == OrleansBinary
        ? serializer.Deserialize(payload[1..])!
        : throw new InvalidDataException($"A stored {typeof(TState).Name} has format {payload.Span[0]}; this version knows {OrleansBinary}.");
}
