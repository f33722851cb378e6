using OrleansState.Packages.Tests;

[assembly: AssemblyFixture(typeof(Workshop))]
