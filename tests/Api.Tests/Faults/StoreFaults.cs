namespace OrleansState.Api.Tests.Faults;

/// <summary>Tests that take turns at one cluster's store.</summary>
[CollectionDefinition]
public sealed class StoreFaults : ICollectionFixture<FaultCluster>;
