using OrleansState;

namespace Shop.Entities;

/// <summary>An amount that never falls below zero. The grain's key is its id.</summary>
[Alias("entity-kind-grain")]
public interface IEntityGrain : IGrainWithStringKey
{
    /// <summary>Adds to the amount, or takes from it, and answers the new one. The change is durable when it answers.</summary>
    /// <param name="change">Negative: as much is taken.</param>
    /// <param name="context">A condition and an idempotency key, both optional.</param>
    /// <returns>Refused with <see cref="EntityRules.TooLow"/> or <see cref="EntityRules.TooHigh"/>, and nothing is changed.</returns>
    [Alias("add")]
    Task<Reply<long>> AddAsync(long change, CommandContext? context = null);

    /// <summary>The amount, as it is durable.</summary>
    [Alias("get")]
    Task<Reply<long>> GetAsync();
}
