namespace OrleansState.Erasure;

/// <summary>
/// Erases the user that the grain key names. A tombstone comes first, under a hash of the id and with an expiry: from
/// then on no state of the user is made anew, whoever asks for it. An erasure that has begun is noted in the store and comes
/// to its end by itself within seconds of the store's return; broken off, it may be called again as well. Throws
/// <see cref="StoreUnavailableException"/> while the store is away; where its outcome is not unknown nothing has begun.
/// What the user's cart has told and was not published yet is published first, where that takes no more than a second; at the
/// end the erasure is told, once (<see cref="Events.ChangeEvents.UserErased"/>).
/// </summary>
[Alias("orleansstate.IErasureGrain")]
public interface IErasureGrain : IGrainWithStringKey
{
    /// <summary>Returns when nothing of the user, and of the guests that the user was, is left in the store but tombstones.</summary>
    /// <param name="username">The name of the user's account, which is free again afterwards; null for who has none.</param>
    [Alias("Erase")]
    Task EraseAsync(string? username);

    /// <summary>Erases the guest that the key names, unless the guest's cart was given to another than this owner.</summary>
    [Alias("EraseGuest")]
    Task EraseGuestAsync(string owner);

    /// <summary>Carries an erasure of the user that was broken off to its end.</summary>
    /// <returns>Whether one had begun; false where there is none, or it has come to its end.</returns>
    [Alias("Finish")]
    Task<bool> FinishAsync();
}
