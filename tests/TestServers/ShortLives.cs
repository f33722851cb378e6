namespace OrleansState.TestServers;

/// <summary>
/// For an assembly whose tests start processes of .NET: <c>[assembly: AssemblyFixture(typeof(ShortLives))]</c>. They live
/// seconds and inherit this one's environment, and are told to compile anew only what is called thousands of times: a
/// quarter of the processor time of such tests goes otherwise into code that is made better and then not used. What the
/// code does is the same. A variable that is set already stays.
/// </summary>
public sealed class ShortLives
{
    private static readonly (string Variable, string Value)[] Settings = [("DOTNET_TieredPGO", "0"), ("DOTNET_TC_CallCountThreshold", "FA0")];

    public ShortLives()
    {
        foreach (var (variable, value) in Settings)
        {
            if (Environment.GetEnvironmentVariable(variable) is null)
                Environment.SetEnvironmentVariable(variable, value);
        }
    }
}
