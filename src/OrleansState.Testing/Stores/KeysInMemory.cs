using System.Collections.Immutable;
using System.Text;
using OrleansState.Idempotency;

namespace OrleansState.Testing;

/// <summary>The keys beside one record, as the real store keeps them. Immutable, so that a snapshot of a store is cheap.</summary>
internal sealed record KeysInMemory(ImmutableDictionary<(int Slot, Guid Key), ReadOnlyMemory<byte>> Values)
{
    public static KeysInMemory None { get; } = new(ImmutableDictionary<(int, Guid), ReadOnlyMemory<byte>>.Empty);

    /// <summary>Whether a key that is to take effect lies here and still counts.</summary>
    public bool Know(KeyWrite? keys) => keys is not null && keys.Fresh.Any(key => Find(key).Any(value =>
        string.CompareOrdinal(Encoding.ASCII.GetString(value.Span[..SpilledEntry.SecondDigits]), SpilledEntry.Second(keys.TooOld)) > 0));

    public KeysInMemory After(KeyWrite? keys)
    {
        if (keys is null)
            return this;
        var values = keys.Begun is { } slot ? Values.RemoveRange(Values.Keys.Where(k => k.Slot == slot)) : Values;
        return new KeysInMemory(values.SetItems(keys.Spilled.Select(e => KeyValuePair.Create((e.Slot, e.Key), e.Value))));
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Find(Guid key) => [.. Values.Where(v => v.Key.Key == key).Select(v => v.Value)];
}
