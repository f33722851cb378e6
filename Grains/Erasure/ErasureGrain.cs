using Microsoft.Extensions.Options;
using OrleansState.Accounts;
using OrleansState.Carts;
using OrleansState.Clicks;
using OrleansState.Erasure;
using OrleansState.Sessions;

namespace OrleansState.Grains.Erasure;

/// <summary>
/// Erases one user: noted first, crossed off last, and every step between may be done again. The sessions go behind the
/// account, so that a login which finds the account has its session removed with the others.
/// </summary>
[GrainType("erasure")]
internal sealed class ErasureGrain(StateEngine engine, IOptions<ErasureOptions> options) : Grain, IErasureGrain
{
    private IUnfinishedErasuresGrain Unfinished => GrainFactory.GetGrain<IUnfinishedErasuresGrain>(IUnfinishedErasuresGrain.Key);

    public async Task EraseAsync(string? username)
    {
        await Unfinished.BeginAsync(new UnfinishedErasure(this.GetPrimaryKeyString(), username));
        await RunAsync(username);
    }

    public async Task<bool> FinishAsync()
    {
        if (await Unfinished.FindAsync(this.GetPrimaryKeyString()) is not { } begun)
            return false;
        await RunAsync(begun.Username);
        return true;
    }

    private async Task RunAsync(string? username)
    {
        try
        {
            await EraseStateAsync(this.GetPrimaryKeyString(), username);
            await Unfinished.EndAsync(this.GetPrimaryKeyString());
        }
        catch (StoreUnavailableException fault)
        {
            throw fault.AfterAWrite();
        }

        DeactivateOnIdle();
    }

    private async Task EraseStateAsync(string userId, string? username)
    {
        await engine.PlaceTombstoneAsync(userId, options.Value.TombstoneLifetime);
        await GrainFactory.GetGrain<ICartGrain>(userId).EraseAsync();
        await GrainFactory.GetGrain<IClickCounterGrain>(userId).EraseAsync();
        if (username is not null)
            await GrainFactory.GetGrain<IAccountGrain>(Usernames.Normalize(username)).EraseAsync(userId);
        await GrainFactory.GetGrain<ISessionsGrain>(userId).EraseAsync();
    }
}
