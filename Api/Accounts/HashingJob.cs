namespace OrleansState.Api.Accounts;

/// <summary>Work that waits for one of the <see cref="HashingThreads"/>: carried out or cancelled, whichever comes first.</summary>
internal abstract class HashingJob
{
    private int _begun;

    /// <summary>Whether it was carried out, or cancelled, or just is.</summary>
    public bool HasBegun => Volatile.Read(ref _begun) != 0;

    public void Run()
    {
        if (Begin())
            CarryOut();
    }

    public void Cancel(CancellationToken cancelled)
    {
        if (Begin())
            GiveUp(cancelled);
    }

    protected abstract void CarryOut();

    protected abstract void GiveUp(CancellationToken cancelled);

    private bool Begin() => Interlocked.Exchange(ref _begun, 1) == 0;
}
