namespace OrleansState.Api.Accounts;

/// <summary>A call's leave to have passwords hashed, one after the other, until it is disposed of.</summary>
internal sealed class HashingPlace(HashingPlaces places, HashingLane lane) : IDisposable
{
    private int _given;

    public HashingLane Lane => lane;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _given, 1) == 0)
            places.GiveBack(lane);
    }
}
