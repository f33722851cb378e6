namespace OrleansState.Grains.Clicks;

/// <summary>
/// Tells users that come again and again from those that come now and then, for a slot: the former are worth an
/// activation, the latter are not. Remembers a hash a user, in two generations.
/// </summary>
/// <param name="clock">Tells the generations apart.</param>
/// <param name="familiar">Who came this often before is one.</param>
internal sealed class FrequentUsers(TimeProvider clock, int familiar = FrequentUsers.Familiar)
{
    /// <summary>An activation costs as much as a few visits.</summary>
    public const int Familiar = 4;

    /// <summary>Users of a generation: with 64 slots half a million users and some 10 MB a silo.</summary>
    private const int MaxUsers = 4096;

    private static readonly TimeSpan Generation = TimeSpan.FromSeconds(10);

    private Dictionary<int, int> _now = [];
    private Dictionary<int, int> _before = [];
    private long _began = clock.GetTimestamp();

    /// <summary>Whether a user has come often.</summary>
    public bool Contains(string userId) => Times(Hash(userId)) >= familiar;

    /// <summary>Notes that a user comes; true where the user has come before.</summary>
    public bool Comes(string userId)
    {
        if (_now.Count >= MaxUsers || clock.GetElapsedTime(_began) >= Generation)
            (_before, _now, _began) = (_now, [], clock.GetTimestamp());
        var user = Hash(userId);
        var times = Times(user);
        _now[user] = times + 1;
        return times > 0;
    }

    private int Times(int user) => _now.TryGetValue(user, out var now) ? now : _before.GetValueOrDefault(user);

    /// <summary>Two users of one hash are one here, which costs an activation and nothing else.</summary>
    private static int Hash(string userId) => userId.GetHashCode(StringComparison.Ordinal);
}
