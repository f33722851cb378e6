using OrleansState.Packages.Tests;
using OrleansState.TestServers;

[assembly: AssemblyFixture(typeof(Workshop))]
[assembly: AssemblyFixture(typeof(KafkaFixture))]
