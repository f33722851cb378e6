using Microsoft.Extensions.Logging;
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
internal sealed partial class ErasureGrain(StateEngine engine, UserRecords records, IOptions<ErasureOptions> options, ILogger<ErasureGrain> logger) : Grain, IErasureGrain
{
    private IUnfinishedErasuresGrain Unfinished => GrainFactory.GetGrain<IUnfinishedErasuresGrain>(IUnfinishedErasuresGrain.Key);

    public async Task EraseAsync(string? username)
    {
        await Unfinished.BeginAsync(new UnfinishedErasure(this.GetPrimaryKeyString(), username));
        await RunAsync(username);
    }

    public async Task EraseGuestAsync(string owner)
    {
        if (await IsOfAsync(owner))
            await EraseAsync(username: null);
    }

    public async Task<bool> FinishAsync()
    {
        if (await Unfinished.FindAsync(this.GetPrimaryKeyString()) is not { } begun)
            return false;
        if (begun.IsErased)
            await Unfinished.EndAsync(this.GetPrimaryKeyString());
        else
            await RunAsync(begun.Username);
        return true;
    }

    private async Task RunAsync(string? username)
    {
        try
        {
            await EraseStateAsync(this.GetPrimaryKeyString(), username);
            await Unfinished.EndAsync(this.GetPrimaryKeyString());
            var hash = UserHash.Of(this.GetPrimaryKeyString());
            LogErased(hash);
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
        await EraseCartAsync(userId);
        await GrainFactory.GetGrain<IClickCounterGrain>(userId).EraseAsync();
        if (username is not null)
            await GrainFactory.GetGrain<IAccountGrain>(Usernames.Normalize(username)).EraseAsync(userId);
        await GrainFactory.GetGrain<ISessionsGrain>(userId).EraseAsync();
        await records.EraseAsync(userId);
    }

    /// <summary>The cart names the guests that the user was, so that it goes behind them, and only with those that have gone.</summary>
    private async Task EraseCartAsync(string userId)
    {
        var cart = GrainFactory.GetGrain<ICartGrain>(userId);
        try
        {
            while (true)
            {
                var guests = await cart.GetGuestsAsync();
                await Task.WhenAll(guests.Select(guest => GrainFactory.GetGrain<IErasureGrain>(guest).EraseGuestAsync(userId)));
                if (await cart.EraseWithoutAsync(guests))
                    return;
            }
        }
        catch (UserErasedException)
        {
            // The cart is gone already.
        }
        catch (StateUnreadableException)
        {
            await cart.EraseAsync();
        }
    }

    /// <summary>Whether the guest of this grain was that user. Where their cart is gone, or can't be read, only the user's own record says so.</summary>
    private async Task<bool> IsOfAsync(string owner)
    {
        try
        {
            return await GrainFactory.GetGrain<ICartGrain>(this.GetPrimaryKeyString()).IsGivenToAsync(owner);
        }
        catch (Exception gone) when (gone is UserErasedException or StateUnreadableException)
        {
            return true;
        }
    }

    [LoggerMessage(EventId = 1102, EventName = "ErasureEnded", Level = LogLevel.Information, Message = "Nothing is left in the store of a user who was erased: {UserHash}")]
    private partial void LogErased(string userHash);
}
