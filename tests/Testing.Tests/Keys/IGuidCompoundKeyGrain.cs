namespace OrleansState.Testing.Tests.Keys;

[Alias("orleansstate.tests.key.guidcompound")]
public interface IGuidCompoundKeyGrain : ICountingGrain, IGrainWithGuidCompoundKey;
