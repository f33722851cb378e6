using System.Buffers;
using Orleans.Serialization;

namespace OrleansState.Storage;

/// <summary>
/// A state as bytes: one byte for the format, then Orleans' binary form, which ignores fields it does not know. A record that
/// an older release must not write, since it would leave out what it does not know, has a later format: that release can't
/// read it, and says so.
/// </summary>
internal sealed class StateSerializer<TState>(Serializer<StoredState<TState>> serializer)
    where TState : class
{
    private const byte OrleansBinary = 1;
    private const byte OrleansBinaryWithLog = 2;
    private const byte OrleansBinaryWithIndexes = 3;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public ReadOnlyMemory<byte> Serialize(StoredState<TState> state)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(256);
        buffer.ResetWrittenCount();
        buffer.GetSpan(1)[0] = FormOf(state);
        buffer.Advance(1);
        serializer.Serialize(state, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">The record was written in a format this version does not know.</exception>
    public StoredState<TState> Deserialize(ReadOnlyMemory<byte> payload) => payload.Span[0] is >= OrleansBinary and <= OrleansBinaryWithIndexes
        ? serializer.Deserialize(payload[1..])!
        : throw new InvalidDataException($"A stored {typeof(TState).Name} has format {payload.Span[0]}; this version knows {OrleansBinary} to {OrleansBinaryWithIndexes}.");

    private static byte FormOf(StoredState<TState> state) =>
        state.NeedsForm3 ? OrleansBinaryWithIndexes : state.NeedsForm2 ? OrleansBinaryWithLog : OrleansBinary;
}
