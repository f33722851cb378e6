namespace OrleansState.LocalCluster.Members;

/// <summary>The processes a cluster is made of.</summary>
public enum MemberRole
{
    Silo,
    Api,
    Bridge,
}
