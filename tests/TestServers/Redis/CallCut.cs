namespace OrleansState.TestServers.Redis;

/// <summary>On which side of a call its connection is cut.</summary>
public enum CallCut
{
    /// <summary>The call never reaches the server.</summary>
    BeforeIt,

    /// <summary>The server has carried it out, and nobody learns of it.</summary>
    BehindIt,
}
