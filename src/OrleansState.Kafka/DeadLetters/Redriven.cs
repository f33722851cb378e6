namespace OrleansState.Kafka;

/// <summary>What a redrive did.</summary>
/// <param name="Sent">Events sent again.</param>
/// <param name="WithoutValue">Letters whose value lies at their origin only.</param>
/// <param name="TooLarge">Letters that are too large for their topic with the header that says where they come from.</param>
public readonly record struct Redriven(int Sent, int WithoutValue, int TooLarge = 0)
{
    /// <summary>What two redrives did together.</summary>
    public static Redriven operator +(Redriven a, Redriven b) => a.Add(b);

    /// <summary>What two redrives did together.</summary>
    public Redriven Add(Redriven other) => new(Sent + other.Sent, WithoutValue + other.WithoutValue, TooLarge + other.TooLarge);
}
