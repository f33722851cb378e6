using Microsoft.Extensions.Time.Testing;
using OrleansState.Hosting.Orleans;

namespace OrleansState.LocalCluster.Tests.Membership;

public sealed class LostCallsTests : IDisposable
{
    private static readonly TimeSpan Straggling = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly FakeTimeProvider _clock = new();
    private readonly LostCalls _calls;

    public LostCallsTests() => _calls = new LostCalls(_clock);

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
        var late = new HeldCall();
        var begunLate = _calls.Invoke(late);

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

    public void Dispose() => _calls.Dispose();

    private void LoseGateway()
    {
        _calls.NotifyGatewayCountChanged(currentNumberOfGateways: 1, previousNumberOfGateways: 2, connectionRecovered: false);
        _clock.Advance(Straggling);
    }

    private void PassGrace() => _clock.Advance(Grace);
}
