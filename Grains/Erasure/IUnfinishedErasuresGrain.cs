namespace OrleansState.Grains.Erasure;

/// <summary>
/// The erasures under way in the whole cluster, in one record, under <see cref="Key"/>. An erasure is entered before its first
/// other write, so that it is carried to its end whatever dies in between: <see cref="ErasureWatch"/> has each silo ask for
/// what is left. Calls throw <see cref="StoreUnavailableException"/> while the store is away.
/// </summary>
[Alias("orleansstate.IUnfinishedErasuresGrain")]
internal interface IUnfinishedErasuresGrain : IGrainWithStringKey
{
    /// <summary>The one key. No user's id has a slash, so that no tombstone stands in its way.</summary>
    const string Key = "all/users";

    /// <summary>Enters an erasure; one of the same user that is there already stays.</summary>
    [Alias("Begin")]
    Task BeginAsync(UnfinishedErasure erasure);

    /// <summary>The erasure of a user that is under way, or null.</summary>
    [Alias("Find")]
    Task<UnfinishedErasure?> FindAsync(string userId);

    /// <summary>Nothing is left of the user: the erasure is at its end, and is told (<see cref="Events.ChangeEvents.UserErased"/>).</summary>
    [Alias("End")]
    Task EndAsync(string userId);

    /// <summary>See <see cref="OrleansState.Erasure.IErasedUsersGrain"/>.</summary>
    [Alias("FindLettersDue")]
    Task<long?> FindLettersDueAsync();

    /// <summary>See <see cref="OrleansState.Erasure.IErasedUsersGrain"/>.</summary>
    [Alias("LettersErased")]
    Task LettersErasedAsync(long due);

    /// <summary>See <see cref="OrleansState.Erasure.IErasedUsersGrain"/>.</summary>
    [Alias("LettersLeft")]
    Task LettersLeftAsync();

    /// <summary>Carries on with all that are under way, each by itself; fails where one of them does.</summary>
    [Alias("Resume")]
    Task ResumeAsync();
}
