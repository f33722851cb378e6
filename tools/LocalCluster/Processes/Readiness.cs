namespace OrleansState.LocalCluster.Processes;

/// <summary>Waits until a started process serves, or says why it does not.</summary>
internal static class Readiness
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(25);

    /// <summary>False: the process ended first.</summary>
    public static Task<bool> WaitAsync(
        ChildProcess process, Func<CancellationToken, Task<bool>> isReady, TimeSpan patience, CancellationToken cancellationToken) =>
        WaitAsync(process, "was not ready", isReady, patience, cancellationToken);

    /// <param name="process">What is waited for.</param>
    /// <param name="otherwise">What is said of it when the wait is over in vain.</param>
    /// <param name="isReady">Asked again and again.</param>
    /// <param name="patience">The longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<bool> WaitAsync(
        ChildProcess process, string otherwise, Func<CancellationToken, Task<bool>> isReady, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (!process.HasExited)
            {
                if (await isReady(either.Token))
                    return true;
                await Task.Delay(BetweenAttempts, TimeProvider.System, either.Token);
            }
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ServerStartException.For(process, $"{otherwise} within {patience.TotalSeconds:0} s");
        }
    }
}
