using System.Collections.Immutable;
using OrleansState.Api.Carts;
using OrleansState.Api.Clicks;
using OrleansState.Api.Sessions;

namespace OrleansState.Api.Export;

/// <summary>Answer of <c>GET /me/export</c>: all state that is held of the caller, but what proves them (hashes of the password and of tokens) and events that could not be used, which an operator finds.</summary>
/// <param name="UserId">The caller.</param>
/// <param name="Username">As given at registration.</param>
/// <param name="RegisteredAt">When the account was made; null for a guest or an admin.</param>
/// <param name="Cart">The cart.</param>
/// <param name="Orders">The orders that the cart remembers, the newest last.</param>
/// <param name="EarlierCarts">Earlier carts that are kept for answers given again, the oldest first; empty ones are left out.</param>
/// <param name="Clicks">The counts.</param>
/// <param name="Sessions">The open sessions.</param>
/// <param name="Guests">The guests that the caller was before a login.</param>
/// <param name="Records">States of other kinds, by the names of their kinds.</param>
internal sealed record ExportAnswer(
    string UserId,
    string Username,
    DateTimeOffset? RegisteredAt,
    CartAnswer Cart,
    ImmutableArray<OrderAnswer> Orders,
    ImmutableArray<EarlierCartAnswer> EarlierCarts,
    ClicksAnswer Clicks,
    ImmutableArray<SessionAnswer> Sessions,
    ImmutableArray<GuestExportAnswer> Guests,
    ImmutableArray<RecordAnswer> Records);
