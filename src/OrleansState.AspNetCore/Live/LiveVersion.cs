namespace OrleansState.AspNetCore;

/// <summary>A value at one moment, and what names it.</summary>
/// <param name="Id">Opaque, and another for each version; on the wire the id of the event. Of one line.</param>
/// <param name="Value">The value.</param>
/// <typeparam name="TValue">The value.</typeparam>
public sealed record LiveVersion<TValue>(string Id, TValue Value);
