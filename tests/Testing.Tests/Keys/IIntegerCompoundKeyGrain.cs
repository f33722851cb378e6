namespace OrleansState.Testing.Tests.Keys;

[Alias("orleansstate.tests.key.integercompound")]
public interface IIntegerCompoundKeyGrain : ICountingGrain, IGrainWithIntegerCompoundKey;
