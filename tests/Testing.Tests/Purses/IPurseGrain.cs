namespace OrleansState.Testing.Tests.Purses;

/// <summary>Money that is paid in and out, and looked at.</summary>
[Alias("orleansstate.tests.purse")]
public interface IPurseGrain : IGrainWithStringKey
{
    [Alias("Fill")]
    Task<Reply<long>> FillAsync(long amount, CommandContext? context = null);

    [Alias("Pay")]
    Task<Reply<long>> PayAsync(long amount, CommandContext? context = null);

    [Alias("Read")]
    Task<long> ReadAsync();
}
