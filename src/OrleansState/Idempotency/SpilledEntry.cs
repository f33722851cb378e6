namespace OrleansState.Idempotency;

/// <summary>A key as it lies beside its record.</summary>
/// <param name="Slot">Which of the record's hashes it lies in.</param>
/// <param name="Key">Hash of the key: the field.</param>
/// <param name="Value">The second of its use in <see cref="SecondDigits"/> digits, which the store compares as text, and what its answer is rebuilt from.</param>
internal readonly record struct SpilledEntry(int Slot, Guid Key, ReadOnlyMemory<byte> Value)
{
    public const int SecondDigits = 10;

    /// <summary>A second as it stands at the head of a value.</summary>
    public static string Second(long second) => Math.Max(0, second).ToString($"D{SecondDigits}", System.Globalization.CultureInfo.InvariantCulture);
}
