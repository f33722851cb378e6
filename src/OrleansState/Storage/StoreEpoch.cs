namespace OrleansState.Storage;

/// <summary>
/// One epoch of the store: it ends when the store restarts, another server is promoted, or records are found to be
/// gone, after which writes that were acknowledged may be gone. What was read in one may not be written in another.
/// </summary>
/// <param name="token">Never repeats. What stands before the first dot is its <see cref="Generation"/>.</param>
internal class StoreEpoch(string token)
{
    public string Token { get; } = token;

    /// <summary>
    /// What epochs have in common between which the store has lost at most its last writes. With another generation records
    /// of any age may be gone: nothing is given back from memory, and what speaks of other records is not believed.
    /// </summary>
    public string Generation => EpochTokens.GenerationOf(Token);

    /// <summary>The token of an epoch of a generation.</summary>
    protected static string Compose(string generation, params ReadOnlySpan<string> names) => generation + EpochTokens.Separator + string.Join(EpochTokens.Separator, names);
}
