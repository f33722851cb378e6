namespace OrleansState.Grains.Engine;

/// <summary>
/// One life of the store: it ends when the store restarts or fails over, after which writes that were acknowledged
/// may be gone. What was read in one life may not be written in another.
/// </summary>
/// <param name="token">Never repeats; for Redis the server's run id.</param>
internal class StoreIncarnation(string token)
{
    public string Token { get; } = token;
}
