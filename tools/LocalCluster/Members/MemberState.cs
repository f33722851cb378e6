namespace OrleansState.LocalCluster.Members;

/// <summary>What a member is doing, as far as its process shows.</summary>
public enum MemberState
{
    /// <summary>It runs, and has not been ready since it was started.</summary>
    Starting,

    /// <summary>It was ready, and still runs.</summary>
    Running,

    /// <summary>It stands still.</summary>
    Paused,

    /// <summary>Its process is gone, however that came.</summary>
    Ended,
}
