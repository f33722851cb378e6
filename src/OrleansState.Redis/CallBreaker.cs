using Polly;
using Polly.CircuitBreaker;
using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>
/// Spares a server that does not answer: after a run of faults calls fail at once, for a moment, and one of them then
/// tries again. It is asked once a shared call, not once a record.
/// </summary>
internal sealed class CallBreaker(TimeProvider clock)
{
    /// <summary>Two pipelines with two calls under way each fail this often within a timeout of a server that hangs.</summary>
    private const int FewestCalls = 4;

    private readonly ResiliencePipeline _breaker = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.9,
            MinimumThroughput = FewestCalls,
            SamplingDuration = TimeSpan.FromSeconds(2),
            BreakDuration = TimeSpan.FromMilliseconds(500),
            ShouldHandle = new PredicateBuilder().Handle<Exception>(static fault => fault is not RedisServerException refusal || !RedisFaults.IsOtherEpoch(refusal)),
        })
        .Build();

    /// <exception cref="BrokenCircuitException">The call was not sent.</exception>
    public async Task<TResult> RunAsync<TResult>(Func<Task<TResult>> call) =>
        await _breaker.ExecuteAsync(static async (send, _) => await send().ConfigureAwait(false), call).ConfigureAwait(false);
}
