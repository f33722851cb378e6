using Orleans.Concurrency;
using OrleansState;

namespace Shop.Entities;

/// <summary>Keeps one amount. Reentrant, so that turns which wait for the store share a write.</summary>
/// <remarks>Where the key is a user's id, <see cref="UserRelation.KeyIsUserId"/> lets export and erasure find the state.</remarks>
[Reentrant]
[GrainType("entity-kind")]
public sealed class EntityGrain([DurableState("entity-kind", User = UserRelation.None)] IDurableState<EntityState> state) : Grain, IEntityGrain
{
    public Task<Reply<long>> AddAsync(long change, CommandContext? context) =>
        state.CommitAsync(current => EntityRules.Add(current, change), context);

    public async Task<Reply<long>> GetAsync()
    {
        var current = await state.ReadAsync();
        return new Reply<long>(current.State.Amount, null, current.ETag);
    }
}
