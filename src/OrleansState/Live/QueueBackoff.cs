using Orleans.Runtime.Providers;

namespace OrleansState.Live;

/// <summary>How long a queue that could not be read is left alone.</summary>
internal sealed class QueueBackoff : IQueueReaderBackoffProvider
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public TimeSpan Next(int attempt) => Pause;
}
