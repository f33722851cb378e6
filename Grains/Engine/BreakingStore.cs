using OrleansState.Replies;
using Polly;
using Polly.CircuitBreaker;

namespace OrleansState.Grains.Engine;

/// <summary>
/// Spares a store that does not answer: after a run of faults calls fail at once, for a moment, and one of them then
/// tries again. A refused call was never sent, so its outcome is known.
/// </summary>
internal sealed class BreakingStore(IStateStore store, TimeProvider clock) : IStateStore
{
    private readonly ResiliencePipeline _breaker = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.9,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(2),
            BreakDuration = TimeSpan.FromMilliseconds(500),
            ShouldHandle = new PredicateBuilder().Handle<StoreUnavailableException>(),
        })
        .Build();

    public Task<StoredRecord> ReadAsync(string key) => RunAsync(static call => call.Store.ReadAsync(call.Key), (Store: store, Key: key));

    public Task<WriteOutcome> WriteAsync(string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreIncarnation incarnation) =>
        RunAsync(
            static call => call.Store.WriteAsync(call.Key, call.Expected, call.Next, call.Payload, call.Incarnation),
            (Store: store, Key: key, Expected: expected, Next: next, Payload: payload, Incarnation: incarnation));

    private async Task<TResult> RunAsync<TResult, TCall>(Func<TCall, Task<TResult>> send, TCall call)
    {
        try
        {
            return await _breaker.ExecuteAsync(
                static (state, _) => new ValueTask<TResult>(state.Send(state.Call)), (Send: send, Call: call)).ConfigureAwait(false);
        }
        catch (BrokenCircuitException spared)
        {
            throw new StoreUnavailableException("The store has not answered for a while; this call was not sent.", false, spared);
        }
    }
}
