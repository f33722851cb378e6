namespace OrleansState.Grains.Clicks;

/// <summary>
/// Tells users that come again and again from those that come now and then, for a slot: the former are worth an
/// activation, the latter are not. Remembers a hash a user, in two generations.
/// </summary>
/// <param name="clock">Tells the generations apart.</param>
/// <param name="familiar">Who came this often before is one.</param>
internal sealed class Regulars(TimeProvider clock, int familiar = Regulars.Familiar)
{
    /// <summary>An activation costs as much as a few visits.</summary>
    public const int Familiar = 4;

    /// <summary>Users of a generation: with 64 slots half a million users and some 10 MB a silo.</summary>
    private const int MaxUsers = 4096;

    private static readonly TimeSpan Generation = TimeSpan.FromSeconds(10);

    private Dictionary<int, int> _now = [];
    private Dictionary<int, int> _before = [];
    private long _began = clock.GetTimestamp();

    /// <summary>Notes that a user comes, and says whether it is one who comes often.</summary>
    public bool Comes(string userId)
    {
        if (_now.Count >= MaxUsers || clock.GetElapsedTime(_began) >= Generation)
            (_before, _now, _began) = (_now, [], clock.GetTimestamp());
        // Two users of one hash are one to it, which costs an activation and nothing else.
        var user = userId.GetHashCode(StringComparison.Ordinal);
        var times = _now.TryGetValue(user, out var now) ? now : _before.GetValueOrDefault(user);
        _now[user] = times + 1;
        return times >= familiar;
    }
}
