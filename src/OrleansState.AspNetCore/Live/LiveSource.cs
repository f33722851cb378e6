namespace OrleansState.AspNetCore;

/// <summary>A grain's durable state, to be shown by streams.</summary>
/// <param name="Grain">The grain, as its factory gives it.</param>
/// <param name="Kind">The kind of state, as the grain's <c>[DurableState]</c> names it.</param>
/// <param name="ReadAsync">
/// Reads the state of the grain, with its ETag. All streams in a process that show one kind of one grain as one type share what is
/// read, so that it must not depend on who asks.
/// </param>
/// <typeparam name="TValue">What is read; immutable.</typeparam>
public sealed record LiveSource<TValue>(IAddressable Grain, string Kind, Func<Task<Reply<TValue>>> ReadAsync);
