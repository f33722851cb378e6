using System.Collections.Immutable;

namespace OrleansState.Erasure;

/// <summary>
/// Who was erased, for what the store can't erase by itself: the dead letters. Calls throw
/// <see cref="StoreUnavailableException"/> while the store is away.
/// </summary>
[Alias("orleansstate.IErasedUsersGrain")]
public interface IErasedUsersGrain : IGrainWithStringKey
{
    /// <summary>The one key.</summary>
    const string Key = "all/users";

    /// <summary>Most users of one question.</summary>
    const int MaxUsers = 1_000;

    /// <summary>Which of these were erased and still have their tombstone; at most <see cref="MaxUsers"/>.</summary>
    [Alias("FindErased")]
    Task<ImmutableArray<string>> FindErasedAsync(ImmutableArray<string> userIds);

    /// <summary>
    /// Where users were erased whose letters may still be there: a number for <see cref="LettersErasedAsync"/>. Null: there
    /// are none.
    /// </summary>
    [Alias("FindLettersDue")]
    Task<long?> FindLettersDueAsync();

    /// <summary>No letter is left of anybody who was erased before this number was given.</summary>
    [Alias("LettersErased")]
    Task LettersErasedAsync(long due);

    /// <summary>A letter of an erased user may have been written since.</summary>
    [Alias("LettersLeft")]
    Task LettersLeftAsync();
}
