using OrleansState.Clicks;

namespace OrleansState.Bench.Rows.Growth;

/// <summary>Users that are incremented, and how often each was.</summary>
internal sealed class Crowd(IGrainFactory grains, int most)
{
    private const string Action = "click";

    private readonly int[] _expected = new int[most];
    private int _users;

    /// <returns>How many were new.</returns>
    public async Task<int> GrowToAsync(int users, int callers)
    {
        var before = _users;
        await Parallel.ForAsync(before, users, new ParallelOptions { MaxDegreeOfParallelism = callers }, async (user, _) => await IncrementAsync(user));
        _users = users;
        return users - before;
    }

    public Task IncrementAnyAsync() => IncrementAsync(Random.Shared.Next(_users));

    /// <exception cref="WrongAnswerException">A user's count is not how often it was incremented.</exception>
    public async Task CheckAsync(int sample)
    {
        for (var i = 0; i < sample; i++)
        {
            var user = (int)((long)i * _users / sample);
            var counted = (await Grain(user).GetAsync()).Total;
            if (counted != _expected[user])
                throw new WrongAnswerException($"User {user} was incremented {_expected[user]} times and has {counted}.");
        }
    }

    private async Task IncrementAsync(int user)
    {
        await Grain(user).IncrementAsync(Action);
        Interlocked.Increment(ref _expected[user]);
    }

    private IClickCounterGrain Grain(int user) => grains.GetGrain<IClickCounterGrain>($"u{user}");
}
