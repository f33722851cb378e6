using Orleans.Serialization;

namespace OrleansState.Idempotency;

/// <summary>An answer as it was given, kept with its key in the record. Small ones only: every write of the grain carries them.</summary>
internal static class RememberedAnswer
{
    /// <exception cref="InvalidOperationException">The answer is too large; nothing has been changed.</exception>
    public static byte[] Of<TValue>(TValue? value, Serializer serializer)
    {
        var bytes = serializer.SerializeToArray(value);
        return bytes.Length <= IdempotencyOptions.MaxAnswerBytes
            ? bytes
            : throw new InvalidOperationException(
                $"An answer of {bytes.Length} bytes ({typeof(TValue)}) is too large to be remembered with its idempotency key; "
                + $"{IdempotencyOptions.MaxAnswerBytes} are the most. Give the command a recall rule that rebuilds it.");
    }

    public static TValue? Read<TValue>(byte[] answer, Serializer serializer) => serializer.Deserialize<TValue>(answer);
}
