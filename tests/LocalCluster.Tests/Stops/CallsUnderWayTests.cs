using OrleansState.Hosting.Clustering;

namespace OrleansState.LocalCluster.Tests.Stops;

public sealed class CallsUnderWayTests : IDisposable
{
    private readonly CallsUnderWay _calls = new();

    [Fact]
    public async Task What_began_before_has_ended_when_each_of_it_has_though_later_calls_go_on()
    {
        var (first, second) = (_calls.Enter(), _calls.Enter());
        var end = _calls.EndOfEarlierAsync();
        var later = _calls.Enter();

        first.Leave();
        Assert.False(end.IsCompleted);
        second.Leave();

        await end;
        Assert.Equal(2, later.UnderWay);
    }

    [Fact]
    public async Task Calls_of_before_the_last_time_are_waited_for_too()
    {
        var oldest = _calls.Enter();
        var first = _calls.EndOfEarlierAsync();
        var second = _calls.EndOfEarlierAsync();

        Assert.False(second.IsCompleted);
        oldest.Leave();

        await Task.WhenAll(first, second);
    }

    [Fact]
    public Task Nothing_under_way_has_ended_at_once() => _calls.EndOfEarlierAsync();

    public void Dispose() => _calls.Dispose();
}
