namespace OrleansState.ExactlyOnceProof;

/// <summary>What happens, with the seconds since the beginning.</summary>
internal sealed class Report(TextWriter output)
{
    private readonly long _began = TimeProvider.System.GetTimestamp();

    public void Line(string text) => output.WriteLine($"{TimeProvider.System.GetElapsedTime(_began).TotalSeconds,7:0.0} s  {text}");
}
