namespace OrleansState;

/// <summary>What a kind of state has to do with users; each kind says so, since export and erasure go by it.</summary>
public enum UserRelation
{
    /// <summary>It says nothing of any user.</summary>
    None,

    /// <summary>The grain's key is the id of the user whose state it is: <see cref="UserRecords"/> finds it.</summary>
    KeyIsUserId,

    /// <summary>It says something of users under other keys: the application exports and erases it itself.</summary>
    Other,
}
