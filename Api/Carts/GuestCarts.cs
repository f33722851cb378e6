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
        var lines = await from.CloseAsync(owner);
        if (!lines.IsEmpty)
        {
            try
            {
                await cluster.GetGrain<ICartGrain>(owner).MergeAsync(guest, lines);
            }
            catch (UserErasedException)
            {
                await from.ReopenAsync(owner);
                return false;
            }

            await from.ReleaseAsync();
        }

        // What still comes with the guest's token is told where the cart went.
        await cluster.GetGrain<ISessionsGrain>(guest).RetireAsync();
        return true;
    }
}
