namespace OrleansState.Testing.Tests.Purses;

/// <summary>A purse whose grain is written wrongly.</summary>
[Alias("orleansstate.tests.cached-purse")]
public interface ICachedPurseGrain : IPurseGrain;
