namespace OrleansState.Testing.Tests.Keys;

/// <summary>Counts, whatever kind of key it has.</summary>
[Alias("orleansstate.tests.key")]
public interface ICountingGrain : IGrain
{
    [Alias("Count")]
    Task<Reply<long>> CountAsync(CommandContext? context = null);
}
