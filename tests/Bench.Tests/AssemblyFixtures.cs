using OrleansState.TestServers;

[assembly: AssemblyFixture(typeof(RedisFixture))]
