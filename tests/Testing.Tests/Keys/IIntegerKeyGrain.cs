namespace OrleansState.Testing.Tests.Keys;

[Alias("orleansstate.tests.key.integer")]
public interface IIntegerKeyGrain : ICountingGrain, IGrainWithIntegerKey;
