namespace OrleansState.Silo.Membership;

/// <summary>What became of a connection to another silo.</summary>
internal enum PeerEnd
{
    /// <summary>It was open and has ended.</summary>
    Closed,

    /// <summary>Its machine answered that nobody listens there.</summary>
    Refused,

    /// <summary>Nobody answered, or no way led there: the silo may well be alive.</summary>
    OutOfReach,
}
