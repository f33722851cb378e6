using System.Reflection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Hosting.Clustering;
using OrleansState.Silo.Membership;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Membership;

public sealed class RefusedCallsTests
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private static readonly Exception DoesNotPlace = new SiloUnavailableException("Silo 'S127.0.0.1:11111:1' is shutting down.");

    /// <summary>Only Orleans makes one.</summary>
    private static readonly Exception DoesNotSend = (Exception)Activator.CreateInstance(
        typeof(OrleansMessageRejectionException), BindingFlags.Instance | BindingFlags.NonPublic, binder: null, ["Silo stopping"], culture: null)!;

    private readonly FakeTimeProvider _clock = new();
    private readonly HeldCall _call = new();

    private RefusalRetry Retry => new(Options.Create(new ClusteringOptions()), _clock);

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_call_that_a_stopping_silo_refused_is_sent_again_after_a_moment(bool whenPlacing)
    {
        var outcome = new RefusedCalls(Retry).Invoke(_call);

        _call.Refuse(whenPlacing ? DoesNotPlace : DoesNotSend);
        await Eventually.UntilAsync("the second sending", () => IsSentAgain(_call, after: 1));
        _call.Answer();

        await outcome;
        Assert.Equal(2, _call.Sent);
    }

    [Fact]
    public async Task A_call_that_is_refused_again_and_again_is_told_its_refusal()
    {
        var outcome = new RefusedCalls(Retry).Invoke(_call);

        await RefuseUntilTheEndAsync(_call, outcome, DoesNotSend);

        await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => outcome);
    }

    [Fact]
    public async Task A_call_that_may_have_been_carried_out_is_not_sent_again()
    {
        var outcome = new RefusedCalls(Retry).Invoke(_call);

        _call.Fail(new SiloUnavailableException());

        await Assert.ThrowsAsync<SiloUnavailableException>(() => outcome);
        Assert.Equal(1, _call.Sent);
    }

    [Fact]
    public async Task A_grain_whose_own_call_was_refused_does_not_pass_as_one_that_has_not_begun()
    {
        var nested = new HeldCall { SourceId = GrainId.Create("erasure", "42") };
        using var calls = new CallsUnderWay();
        var outcome = new NestedCalls(Retry, calls).Invoke(nested);

        await RefuseUntilTheEndAsync(nested, outcome, DoesNotPlace);

        Assert.False((await Assert.ThrowsAsync<OrleansException>(() => outcome)).IsRejection());
    }

    [Fact]
    public async Task A_grains_own_call_that_was_refused_is_sent_again()
    {
        var nested = new HeldCall { SourceId = GrainId.Create("erasure", "42") };
        using var calls = new CallsUnderWay();
        var outcome = new NestedCalls(Retry, calls).Invoke(nested);

        nested.Refuse(DoesNotSend);
        await Eventually.UntilAsync("the second sending", () => IsSentAgain(nested, after: 1));
        nested.Answer();

        await outcome;
        Assert.Equal(2, nested.Sent);
    }

    private async Task RefuseUntilTheEndAsync(HeldCall call, Task outcome, Exception refusal)
    {
        for (var refusals = 1; !outcome.IsCompleted; refusals++)
        {
            call.Refuse(refusal);
            await Eventually.UntilAsync("the next sending, or the end", () => outcome.IsCompleted || IsSentAgain(call, after: refusals));
        }
    }

    private bool IsSentAgain(HeldCall call, int after)
    {
        _clock.Advance(LongestWait);
        return call.Sent > after;
    }
}
