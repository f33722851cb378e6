namespace OrleansState.Clicks;

/// <summary>What is known of all users' clicks (<see cref="IStateIndexes"/>).</summary>
public static class ClickIndexes
{
    /// <summary>Sums by action, and by how much they grew of late; the sum of them is the total.</summary>
    public const string ByAction = "clicks/by-action";

    /// <summary>The users with the most clicks, by their totals.</summary>
    public const string Top = "clicks/top";

    /// <summary>How many users <see cref="Top"/> keeps.</summary>
    public const int TopUsers = 1000;
}
