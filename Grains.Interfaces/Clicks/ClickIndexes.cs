namespace OrleansState.Clicks;

/// <summary>What is known of all users' clicks (<see cref="IStateIndexes"/>).</summary>
public static class ClickIndexes
{
    /// <summary>Sums by action; their sum is the total.</summary>
    public const string ByAction = "clicks/by-action";

    /// <summary>The users with the most clicks, by their totals.</summary>
    public const string Top = "clicks/top";

    /// <summary>By how much the sums by action grew of late.</summary>
    public const string Growth = "clicks/growth";

    /// <summary>How many users <see cref="Top"/> keeps.</summary>
    public const int TopUsers = 1000;
}
