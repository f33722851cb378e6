namespace OrleansState.Indexes;

/// <summary>The names of the indexes that the engine keeps for itself. No kind is called so.</summary>
internal static class IndexNames
{
    /// <summary>What they begin with.</summary>
    public const string Engine = "engine/";

    /// <summary>States that wait for a deadline, by the moment from which it is reckoned.</summary>
    public static string Deadline(string kind, int number) => $"{Engine}deadlines/{kind}/{number}";

    /// <summary>States whose record can go once their idempotency keys have run out, by the moment at which they have.</summary>
    public static string Leftovers(string kind) => $"{Engine}leftovers/{kind}";

    /// <summary>States with events that are not known to be published, by the time of the oldest.</summary>
    public static string Outbox(string kind) => $"{Engine}outboxes/{kind}";
}
