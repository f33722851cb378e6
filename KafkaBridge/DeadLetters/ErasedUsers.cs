using OrleansState.Erasure;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>Who was erased, as the silos know it.</summary>
internal sealed class ErasedUsers(IClusterClient cluster)
{
    private IErasedUsersGrain Grain => cluster.GetGrain<IErasedUsersGrain>(IErasedUsersGrain.Key);

    /// <summary>Which of these were erased.</summary>
    public async Task<HashSet<string>> FindAsync(IEnumerable<string> userIds)
    {
        var erased = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in userIds.Distinct(StringComparer.Ordinal).Chunk(IErasedUsersGrain.MaxUsers))
            erased.UnionWith(await Grain.FindErasedAsync([.. some]).ConfigureAwait(false));
        return erased;
    }

    public Task<long?> FindLettersDueAsync() => Grain.FindLettersDueAsync();

    public Task LettersErasedAsync(long due) => Grain.LettersErasedAsync(due);

    public Task LettersLeftAsync() => Grain.LettersLeftAsync();
}
