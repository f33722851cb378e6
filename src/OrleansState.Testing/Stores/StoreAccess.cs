namespace OrleansState.Testing;

/// <summary>What the store does to one access.</summary>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Turns">How long it takes: in turns of the scheduler, not in milliseconds.</param>
internal readonly record struct StoreAccess(StoreFault Fault, int Turns = 0)
{
    public async Task TakeTimeAsync()
    {
        for (var i = 0; i < Turns; i++)
            await Task.Yield();
    }
}
