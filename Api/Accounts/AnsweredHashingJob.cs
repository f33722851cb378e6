namespace OrleansState.Api.Accounts;

/// <summary>A job and who waits for its answer. They go on elsewhere: what follows a hash is not for a thread of low priority.</summary>
internal sealed class AnsweredHashingJob<T>(Func<T> work) : HashingJob
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    protected override void CarryOut()
    {
        try
        {
            _answer.SetResult(work());
        }
        catch (Exception fault)
        {
            // It is the caller's; the thread has others to serve.
            _answer.SetException(fault);
        }
    }

    protected override void GiveUp(CancellationToken cancelled) => _answer.SetCanceled(cancelled);
}
