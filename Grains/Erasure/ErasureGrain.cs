using Microsoft.Extensions.Options;
using OrleansState.Accounts;
using OrleansState.Carts;
using OrleansState.Clicks;
using OrleansState.Erasure;
using OrleansState.Grains.Engine.Redis;
using OrleansState.Sessions;

namespace OrleansState.Grains.Erasure;

/// <summary>Erases one user. The sessions go last: while they are there, the call that was broken off can be sent again.</summary>
[GrainType("erasure")]
internal sealed class ErasureGrain(RedisStateStore store, IOptions<ErasureOptions> options) : Grain, IErasureGrain
{
    public async Task EraseAsync(string? username)
    {
        var userId = this.GetPrimaryKeyString();
        await store.PlaceTombstoneAsync(userId, options.Value.TombstoneLifetime);
        await GrainFactory.GetGrain<ICartGrain>(userId).EraseAsync();
        await GrainFactory.GetGrain<IClickCounterGrain>(userId).EraseAsync();
        if (username is not null)
            await GrainFactory.GetGrain<IAccountGrain>(Usernames.Normalize(username)).EraseAsync(userId);
        await GrainFactory.GetGrain<ISessionsGrain>(userId).EraseAsync();
        DeactivateOnIdle();
    }
}
