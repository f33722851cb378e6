namespace OrleansState.TestServers;

/// <summary>A bounded wait for something that comes by itself.</summary>
public static class Eventually
{
    /// <summary>Nobody waits this long for what comes; a machine that is busy with much else may need a good part of it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns when <paramref name="condition"/> holds; fails naming <paramref name="what"/> when it does not come.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> condition, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var patience = timeout ?? Patience;
        var began = TimeProvider.System.GetTimestamp();
        var cancellation = TestContext.Current.CancellationToken;
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > patience)
                Assert.Fail($"Did not come within {patience.TotalSeconds:0.#} s: {what}.");
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellation);
        }
    }

    public static Task UntilAsync(string what, Func<bool> condition, TimeSpan? timeout = null) =>
        UntilAsync(what, () => Task.FromResult(condition()), timeout);
}
