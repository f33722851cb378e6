namespace OrleansState.Redis;

/// <summary>
/// The append-only file of a server in this process that answers before it has written it. Registered, it is asked after
/// each call that writes; a server elsewhere is asked by a command.
/// </summary>
/// <param name="commit">Returns when the file has all that the server has answered so far.</param>
public sealed class StoreFile(Func<Task> commit)
{
    /// <summary>Returns when the file has all that the server has answered so far.</summary>
    public Task CommitAsync() => commit();
}
