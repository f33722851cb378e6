namespace OrleansState.LocalCluster.Tests.Membership;

/// <summary>A mistake that the model must find.</summary>
public enum MembershipFlaw
{
    None,

    /// <summary>As Orleans' own table: what is gone is gone.</summary>
    RestoresNothing,

    /// <summary>The version goes on from the store's, which others have left behind.</summary>
    CountsOnFromTheStore,

    /// <summary>A silo writes its own row again, and nobody that of one that died meanwhile.</summary>
    RestoresItsOwnRowOnly,

    /// <summary>What was seen is written over what is there.</summary>
    BringsBackTheDead,

    /// <summary>A number that was seen is taken for the table that was seen under it.</summary>
    TrustsTheNumber,

    /// <summary>Only what was read counts as seen, not what other silos tell.</summary>
    ForgetsWhatItIsTold,
}
