using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace OrleansState.Kafka;

/// <summary>What is out of reach is tried again until it is back, ever more slowly up to a bound: nothing is skipped, nothing spins.</summary>
internal sealed class BridgeRetry
{
    public BridgeRetry(TimeProvider clock, ILogger<BridgeRetry> logger) =>
        Pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                // Whatever it is: to go on would skip a record, to end would stop the partition for good. That something
                // below was cancelled is a fault too, as long as nobody has cancelled this.
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is { } fault
                    && (fault is not OperationCanceledException || !attempt.Context.CancellationToken.IsCancellationRequested)),
                OnRetry = retry =>
                {
                    IngestLog.Retry(logger, retry.AttemptNumber + 1, retry.Outcome.Exception!.GetType().Name, retry.Outcome.Exception.Message);
                    return default;
                },
            })
            .Build();

    public ResiliencePipeline Pipeline { get; }
}
