namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>The faults of one record, drawn from a seed.</summary>
internal sealed class RecordFaults(int seed, int percent)
{
    private readonly Random _random = new(seed);

    public (Fault Fault, int Turns) Next()
    {
        lock (_random)
        {
            var fault = _random.Next(100) < percent ? (Fault)_random.Next(1, 5) : Fault.None;
            return (fault, _random.Next(20));
        }
    }
}
