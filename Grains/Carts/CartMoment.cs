namespace OrleansState.Grains.Carts;

/// <summary>The time a command is decided at, and how long a cart may lie idle.</summary>
internal readonly record struct CartMoment(DateTimeOffset Now, TimeSpan IdleTimeout);
