using Microsoft.Extensions.Time.Testing;
using OrleansState.Hosting.Clustering;

namespace OrleansState.LocalCluster.Tests.Membership;

public sealed class LostCallsTests : IDisposable
{
    private static readonly TimeSpan Straggling = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly FakeTimeProvider _clock = new();
    private readonly CallsUnderWay _underWay = new();
    private readonly LostCalls _calls;

    public LostCallsTests() => _calls = new LostCalls(_underWay, _clock);

    [Fact]
    public async Task A_call_that_was_under_way_when_a_gateway_was_lost_fails_as_one_of_unknown_outcome()
    {
        var lost = _calls.Invoke(new HeldCall());

        LoseGateway();
        PassGrace();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => lost);
    }

    [Fact]
    public async Task A_call_that_is_answered_within_the_grace_keeps_its_answer()
    {
        var (slow, refused) = (new HeldCall(), new HeldCall());
        var (answered, failed) = (_calls.Invoke(slow), _calls.Invoke(refused));

        LoseGateway();
        slow.Answer();
        refused.Fail(new InvalidOperationException());
        await answered;
        await Assert.ThrowsAsync<InvalidOperationException>(() => failed);
        PassGrace();
    }

    [Fact]
    public async Task A_call_that_began_after_the_loss_is_left_alone()
    {
        var lost = _calls.Invoke(new HeldCall());
        LoseGateway();
        var (late, quick) = (new HeldCall(), new HeldCall());
        var begunLate = _calls.Invoke(late);
        var quickCall = _calls.Invoke(quick);
        quick.Answer();
        await quickCall;

        PassGrace();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => lost);

        Assert.False(begunLate.IsCompleted);
        late.Answer();
        await begunLate;
    }

    [Fact]
    public async Task A_gateway_that_is_found_ends_no_call()
    {
        var held = new HeldCall();
        var call = _calls.Invoke(held);

        _calls.NotifyGatewayCountChanged(currentNumberOfGateways: 2, previousNumberOfGateways: 1, connectionRecovered: false);
        PassGrace();

        held.Answer();
        await call;
    }

    [Fact]
    public async Task No_call_is_given_up_while_others_that_began_before_the_loss_are_answered()
    {
        var (slow, slower) = (new HeldCall(), new HeldCall());
        var (first, last) = (_calls.Invoke(slow), _calls.Invoke(slower));

        LoseGateway();
        slow.Answer();
        await first;
        PassGrace();

        slower.Answer();
        await last;
    }

    [Fact]
    public async Task No_call_is_given_up_while_calls_that_began_after_the_loss_have_no_answer_either()
    {
        var (slow, late) = (new HeldCall(), new HeldCall());
        var call = _calls.Invoke(slow);

        LoseGateway();
        var lateCall = _calls.Invoke(late);
        PassGrace();

        slow.Answer();
        late.Answer();
        await Task.WhenAll(call, lateCall);
    }

    [Fact]
    public async Task The_end_of_a_connection_that_was_expected_ends_no_call()
    {
        var held = new HeldCall();
        var call = _calls.Invoke(held);

        _calls.ExpectLoss();
        LoseGateway();
        PassGrace();

        held.Answer();
        await call;
    }

    public void Dispose() => _underWay.Dispose();

    private void LoseGateway()
    {
        _calls.NotifyGatewayCountChanged(currentNumberOfGateways: 1, previousNumberOfGateways: 2, connectionRecovered: false);
        _clock.Advance(Straggling);
    }

    private void PassGrace() => _clock.Advance(Grace);
}
