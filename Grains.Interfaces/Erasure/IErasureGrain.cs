using OrleansState.Replies;

namespace OrleansState.Erasure;

/// <summary>
/// Erases the user that the grain key names. A tombstone comes first, under a hash of the id and with an expiry: from
/// then on no state of the user is made anew, whoever asks for it. Broken off, it is finished by being called again.
/// Throws <see cref="StoreUnavailableException"/> while the store is away.
/// </summary>
[Alias("orleansstate.IErasureGrain")]
public interface IErasureGrain : IGrainWithStringKey
{
    /// <summary>Returns when nothing of the user is left but the tombstone.</summary>
    /// <param name="username">The name of the user's account, which is free again afterwards; null for who has none.</param>
    [Alias("Erase")]
    Task EraseAsync(string? username);
}
