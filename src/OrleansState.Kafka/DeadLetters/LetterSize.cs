namespace OrleansState.Kafka.DeadLetters;

/// <summary>How much of a record its dead letter carries. A topic takes the last of these, whatever the record is.</summary>
internal enum LetterSize
{
    Whole,

    /// <summary>Key, value and headers where they are small: what is left is told apart, and perhaps redriven.</summary>
    SmallParts,

    /// <summary>Nothing but where it lies and why.</summary>
    PlaceOnly,
}
