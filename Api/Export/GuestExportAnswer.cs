using System.Collections.Immutable;
using OrleansState.Api.Carts;
using OrleansState.Api.Clicks;

namespace OrleansState.Api.Export;

/// <summary>What is held of a guest whose cart came over to the caller's at a login.</summary>
/// <param name="UserId">The guest's id.</param>
/// <param name="Orders">The guest's own orders that are remembered, the newest last.</param>
/// <param name="EarlierCarts">Earlier carts that are kept for answers given again, the oldest first.</param>
/// <param name="Clicks">The guest's counts.</param>
/// <param name="Records">The guest's states of other kinds.</param>
internal sealed record GuestExportAnswer(
    string UserId, ImmutableArray<OrderAnswer> Orders, ImmutableArray<EarlierCartAnswer> EarlierCarts, ClicksAnswer Clicks,
    ImmutableArray<RecordAnswer> Records);
