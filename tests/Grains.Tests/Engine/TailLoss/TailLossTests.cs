using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansState.Grains.Clicks;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.TailLoss;

/// <summary>
/// Random histories of crashes, deaths and late workers: every event is counted exactly once, and each rule of the
/// protocol, left out, miscounts.
/// </summary>
public sealed class TailLossTests : IDisposable
{
    private const int Histories = 10_000;

    private static readonly Gen<TailLossStep[]> Plans = Gen.Select(
        Gen.Enum<TailLossVerb>(), Gen.Int[0, 1], Gen.Int[0, 1], Gen.Int[1, 3],
        (verb, worker, activation, events) => new TailLossStep(verb, worker, activation, events)).Array[0, 30];

    private readonly ServiceProvider _services =
        new ServiceCollection().AddSerializer().AddMetrics().AddSingleton<EngineMetrics>()
            .ConfigureState<ClickCounterState>((clicks, _) => ClickDefinition.Define(clicks)).BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [LongFact]
    public Task Every_event_is_counted_once_over_a_store_that_loses_its_tail() => SampleAsync(TailLossFlaw.None);

    [LongTheory]
    [InlineData(TailLossFlaw.WritesOfAnyEpoch)]
    [InlineData(TailLossFlaw.MarkFromMemory)]
    [InlineData(TailLossFlaw.NoETag)]
    public async Task A_rule_left_out_miscounts_within_as_many_histories(TailLossFlaw flaw)
    {
        var found = await Assert.ThrowsAsync<CsCheckException>(() => SampleAsync(flaw));

        Assert.Contains("events are counted", found.InnerException?.ToString() ?? found.Message, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(found.ToString());
    }

    /// <summary>
    /// An activation sleeps while the store loses two of its three writes and another activation counts on; with counted
    /// ETags it takes that one's record for its own second and gives the store its third.
    /// </summary>
    [LongTheory]
    [InlineData(TailLossFlaw.None, 10)]
    [InlineData(TailLossFlaw.CountedETags, 9)]
    public async Task An_ETag_that_comes_again_makes_a_live_activation_overwrite_another(TailLossFlaw flaw, long counted)
    {
        TailLossStep[] steps =
        [
            new(TailLossVerb.Deliver, Worker: 0, Activation: 0, Events: 1),
            new(TailLossVerb.Advance, 0, 0, 0),
            new(TailLossVerb.Sync, 0, 0, 0),
            new(TailLossVerb.Deliver, 0, 0, 1),
            new(TailLossVerb.Deliver, 0, 0, 1),
            new(TailLossVerb.Crash, 0, 0, 0),
            new(TailLossVerb.Deliver, Worker: 1, Activation: 1, Events: 3),
            new(TailLossVerb.Advance, 1, 0, 0),
            new(TailLossVerb.Notice, 0, 0, 0),
        ];

        Assert.Equal(counted, await TailLossRun.CountAsync(_services, flaw, steps));
    }

    /// <summary>The store loses a partition's progress and the counts it speaks of; only the progress has somebody who remembers it.</summary>
    [LongTheory]
    [InlineData(TailLossFlaw.None, 10)]
    [InlineData(TailLossFlaw.HealedProgress, 9)]
    public async Task Progress_that_is_given_back_speaks_of_counts_that_nobody_has(TailLossFlaw flaw, long counted)
    {
        TailLossStep[] steps =
        [
            new(TailLossVerb.Deliver, Worker: 0, Activation: 0, Events: 1),
            new(TailLossVerb.Advance, 0, 0, 0),
            new(TailLossVerb.Deliver, 0, 0, 1),
            new(TailLossVerb.CounterDies, 0, 0, 0),
            new(TailLossVerb.Crash, 0, 0, 0),
            new(TailLossVerb.Advance, 0, 0, 0),
        ];

        Assert.Equal(counted, await TailLossRun.CountAsync(_services, flaw, steps));
    }

    private Task SampleAsync(TailLossFlaw flaw) => Plans.SampleAsync(
        async plan =>
        {
            var counted = await TailLossRun.CountAsync(_services, flaw, plan);
            if (counted != 10)
                throw new InvalidOperationException($"{counted} of 10 events are counted.");
        },
        iter: Histories, threads: 2, print: plan => string.Join("\n", plan.AsEnumerable()));
}
