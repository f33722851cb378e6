namespace OrleansState.Testing.Tests.Keys;

[Alias("orleansstate.tests.key.guid")]
public interface IGuidKeyGrain : ICountingGrain, IGrainWithGuidKey;
