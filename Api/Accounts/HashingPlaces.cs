using Microsoft.Extensions.Options;

namespace OrleansState.Api.Accounts;

/// <summary>
/// How many calls may have passwords hashed, or wait for it, at one moment. A lane may have as many places as are free: one alone
/// gets half of all, two a third each, and whoever comes new finds one however many there are of the others.
/// </summary>
internal sealed class HashingPlaces(IOptions<PasswordHashingOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<HashingLane, int> _taken = [];
    private int _free = options.Value.MaxWaiting;

    public int Taken
    {
        get
        {
            lock (_gate)
                return options.Value.MaxWaiting - _free;
        }
    }

    /// <summary>Null where the lane has its share already.</summary>
    public HashingPlace? TryTake(HashingLane lane)
    {
        lock (_gate)
        {
            var own = _taken.GetValueOrDefault(lane);
            if (own >= _free)
                return null;
            _taken[lane] = own + 1;
            _free--;
            return new HashingPlace(this, lane);
        }
    }

    public bool HasAny(HashingLane lane)
    {
        lock (_gate)
            return _taken.ContainsKey(lane);
    }

    public void GiveBack(HashingLane lane)
    {
        lock (_gate)
        {
            _free++;
            if (--_taken[lane] == 0)
                _taken.Remove(lane);
        }
    }
}
