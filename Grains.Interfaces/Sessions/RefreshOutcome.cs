namespace OrleansState.Sessions;

/// <summary>What became of a refresh token.</summary>
public enum RefreshOutcome
{
    /// <summary>The session has ended or never was, or the token never was one of its.</summary>
    Unknown = 0,

    /// <summary>The token is used up; the next one has taken its place.</summary>
    Rotated = 1,

    /// <summary>The token had been used before, so that two hold it: the session is revoked for both.</summary>
    Reused = 2,
}
