using OrleansState.Carts;
using OrleansState.Clicks;
using OrleansState.References;
using OrleansState.Sessions;

namespace OrleansState.Api.Admin;

/// <summary>Whether a user id is anybody's: an admin's, that of an account or a guest, or one that has a cart or counts, as Kafka makes them.</summary>
internal sealed class KnownUsers(IClusterClient cluster, Admins admins)
{
    public async Task<bool> IsKnownAsync(string userId) => await HasAccountAsync(userId) || await HasCartAsync(userId) || await HasClicksAsync(userId);

    public async Task<bool> HasAccountAsync(string userId) =>
        admins.Holds(userId) || await cluster.GrainOf<ISessionsGrain>(userId).FindUserAsync() is not null;

    public async Task<bool> HasClicksAsync(string userId) => (await cluster.GrainOf<IClickCounterGrain>(userId).GetAsync()).Total > 0;

    public async Task<bool> HasCartAsync(string userId) => (await cluster.GrainOf<ICartGrain>(userId).GetAsync()).Value is { Version: > 0 };
}
