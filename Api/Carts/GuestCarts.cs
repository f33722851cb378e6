using System.Collections.Immutable;
using OrleansState.Carts;
using OrleansState.Sessions;

namespace OrleansState.Api.Carts;

/// <summary>Takes a guest's cart over at a login. Each step can be done again, so that a login sent again ends what one broke off.</summary>
internal sealed class GuestCarts(IClusterClient cluster)
{
    /// <returns>False: the owner has been erased meanwhile, and the guest keeps the cart.</returns>
    public async Task<bool> TryMergeAsync(string guest, string owner)
    {
        var from = cluster.GetGrain<ICartGrain>(guest);
        try
        {
            var lines = await from.CloseAsync(owner);
            // Also without lines: the owner's cart is what says that the owner was this guest.
            if (!await TryTakeAsync(guest, owner, lines))
            {
                await from.ReopenAsync(owner);
                return false;
            }

            if (!lines.IsEmpty)
                await from.ReleaseAsync();
            // What still comes with the guest's token is told where the cart went.
            await cluster.GetGrain<ISessionsGrain>(guest).RetireAsync();
        }
        catch (UserErasedException)
        {
            // Of a guest who was erased there is nothing to take.
        }

        return true;
    }

    private async Task<bool> TryTakeAsync(string guest, string owner, ImmutableArray<CartLine> lines)
    {
        try
        {
            var reply = await cluster.GetGrain<ICartGrain>(owner).MergeAsync(guest, lines);
            // The guest's lines stay where they are, for the login that is sent again.
            return reply.Refusal is not { } refusal ? true : throw new StoreUnavailableException(refusal.Message, outcomeUnknown: true, inner: null);
        }
        catch (UserErasedException)
        {
            return false;
        }
    }
}
