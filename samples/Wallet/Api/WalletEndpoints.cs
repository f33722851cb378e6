using OrleansState.AspNetCore;

namespace Wallets.Api;

/// <summary>The routes of wallets. Whose wallet it is stands in the path here; behind a login it is the token's <c>sub</c>.</summary>
internal static class WalletEndpoints
{
    public static void MapWallets(this IEndpointRouteBuilder app)
    {
        var wallets = app.MapGroup("/wallets/{user:maxlength(64)}");
        wallets.MapGet("", GetAsync);
        wallets.MapPost("/top-up", TopUpAsync);
        wallets.MapPost("/pay", PayAsync);
        wallets.MapPost("/hold", HoldAsync);
        wallets.MapPost("/pay-held", PayHeldAsync);
    }

    private static async Task<IResult> GetAsync(string user, IfNoneMatch known, IGrainFactory grains, HttpResponse response)
    {
        var reply = await grains.GetGrain<IWalletGrain>(user).GetAsync();
        return known.ToResult(reply, response, balance => new WalletBody(user, balance));
    }

    private static async Task<IResult> TopUpAsync(string user, AmountBody body, CommandHeaders headers, IGrainFactory grains, HttpResponse response)
    {
        var reply = await headers.SendAsync(
            CommandPayload.Of("wallet.top-up", user, body.AmountMinorUnits),
            context => grains.GetGrain<IWalletGrain>(user).TopUpAsync(body.AmountMinorUnits, context));
        return reply.ToResult(response, balance => new WalletBody(user, balance));
    }

    private static async Task<IResult> PayAsync(string user, AmountBody body, CommandHeaders headers, IGrainFactory grains, HttpResponse response)
    {
        var reply = await headers.SendAsync(
            CommandPayload.Of("wallet.pay", user, body.AmountMinorUnits),
            context => grains.GetGrain<IWalletGrain>(user).PayAsync(body.AmountMinorUnits, context));
        return reply.ToResult(response, balance => new WalletBody(user, balance));
    }

    private static async Task<IResult> HoldAsync(string user, AmountBody body, CommandHeaders headers, IGrainFactory grains, HttpResponse response)
    {
        var reply = await headers.SendAsync(
            CommandPayload.Of("wallet.hold", user, body.AmountMinorUnits),
            context => grains.GetGrain<IWalletGrain>(user).HoldAsync(body.AmountMinorUnits, context));
        return reply.ToResult(response, balance => new WalletBody(user, balance));
    }

    private static async Task<IResult> PayHeldAsync(string user, CommandHeaders headers, IGrainFactory grains, HttpResponse response)
    {
        var reply = await headers.SendAsync(CommandPayload.Of("wallet.pay-held", user), context => grains.GetGrain<IWalletGrain>(user).PayHeldAsync(context));
        return reply.ToResult(response, balance => new WalletBody(user, balance));
    }

    private sealed record AmountBody(long AmountMinorUnits);

    private sealed record WalletBody(string User, long BalanceMinorUnits);
}
