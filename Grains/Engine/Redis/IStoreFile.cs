namespace OrleansState.Grains.Engine.Redis;

/// <summary>
/// The append-only file of a server in this process that answers before it has written it. Registered, it is asked after
/// each call that writes; a server elsewhere is asked by a command.
/// </summary>
public interface IStoreFile
{
    /// <summary>Returns when the file has all that the server has answered so far.</summary>
    Task CommitAsync();
}
