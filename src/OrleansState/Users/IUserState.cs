namespace OrleansState.Users;

/// <summary>A user's state within an activation, whatever its type.</summary>
internal interface IUserState
{
    string Kind { get; }

    /// <returns>Null where there is no record.</returns>
    Task<UserRecord?> ExportAsync();

    Task EraseAsync();
}
