using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Smoke;

/// <summary>Users who fill their carts and click, each with two calls at a time, until they are told to stop.</summary>
internal sealed class SmokeLoad : IAsyncDisposable
{
    private const int CallsAtATime = 2;
    private const int Items = 20;

    private readonly IReadOnlyList<SmokeUser> _users;
    private readonly Task[] _loops;
    private volatile bool _over;

    public SmokeLoad(IReadOnlyList<SmokeUser> users)
    {
        _users = users;
        _loops = [.. users.SelectMany(user => Enumerable.Range(0, CallsAtATime).Select(_ => LoopAsync(user)))];
    }

    /// <summary>Calls that had to be sent again.</summary>
    public int Unanswered => _users.Sum(user => user.Unanswered);

    /// <summary>Asserts that every call was answered the first time.</summary>
    public void CostNothing() => Assert.True(Unanswered == 0, string.Join('\n', _users.SelectMany(user => user.Failures).Prepend($"{Unanswered} calls had to be sent again:")));

    /// <summary>Waits until each user has had this many clicks more acknowledged than now.</summary>
    public async Task EachUserClicksAsync(int more)
    {
        var goals = _users.Select(user => user.Clicks + more).ToArray();
        await Eventually.UntilAsync($"{more} more clicks of each user", async () =>
        {
            foreach (var loop in _loops.Where(loop => loop.IsFaulted))
                await loop;
            return _users.Zip(goals).All(pair => pair.First.Clicks >= pair.Second);
        });
    }

    /// <summary>Ends the load when every call has had its answer, and asserts that each user finds exactly what was acknowledged.</summary>
    public async Task StopAndCheckAsync()
    {
        _over = true;
        await Task.WhenAll(_loops);
        await Task.WhenAll(_users.Select(user => user.FindsItsOwnAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        _over = true;
        await Task.WhenAll(_loops).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach (var user in _users)
            user.Dispose();
    }

    private async Task LoopAsync(SmokeUser user)
    {
        for (var step = 0; !_over; step++)
        {
            await user.AddAsync($"item-{step % Items}");
            await user.ClickAsync();
        }
    }
}
