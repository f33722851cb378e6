namespace OrleansState.Testing;

/// <summary>A write that hangs until the test lets it go.</summary>
public sealed class HeldWrite
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal HeldWrite()
    {
    }

    /// <summary>Completes when the write has reached the store. It has changed nothing yet.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Lets the write go on: it is carried out, and answered.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Ends the write: it does not happen.</summary>
    /// <param name="outcomeUnknown">Whether its caller gets no answer, and so does not know that.</param>
    public void Fail(bool outcomeUnknown) =>
        _released.TrySetException(new StoreUnavailableException("The test ended the write.", outcomeUnknown, null));

    internal Task WaitAsync()
    {
        _begun.TrySetResult();
        return _released.Task;
    }
}
