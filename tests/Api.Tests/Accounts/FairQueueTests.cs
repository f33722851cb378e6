using OrleansState.Api.Accounts;

namespace OrleansState.Api.Tests.Accounts;

public sealed class FairQueueTests
{
    private static readonly HashingLane Flood = new("flood", HashingPurpose.Registration);
    private static readonly HashingLane Somebody = new("flood", HashingPurpose.Login);
    private static readonly HashingLane Other = new("elsewhere", HashingPurpose.Login);

    private readonly FairQueue _queue = new();

    [Fact]
    public void Who_comes_behind_three_hundred_of_another_lane_is_the_next_but_one()
    {
        var flood = Enumerable.Range(0, 300).Select(_ => Add(Flood)).ToList();
        Assert.Same(flood[0], _queue.Take());

        var (login, other) = (Add(Somebody), Add(Other));

        Assert.Same(flood[1], _queue.Take());
        Assert.Same(login, _queue.Take());
        Assert.Same(other, _queue.Take());
        foreach (var job in flood.Skip(2))
            Assert.Same(job, _queue.Take());
    }

    [Fact]
    public void What_was_given_up_takes_nobodys_turn()
    {
        var given = Enumerable.Range(0, 3).Select(_ => Add(Flood)).ToList();
        var (last, login) = (Add(Flood), Add(Somebody));
        given.ForEach(job => job.Cancel(new CancellationToken(canceled: true)));

        Assert.Same(last, _queue.Take());
        Assert.Same(login, _queue.Take());
    }

    [Fact]
    public void At_its_end_it_gives_back_what_waits_and_takes_nothing_more()
    {
        var (first, second) = (Add(Flood), Add(Somebody));

        Assert.Equal([first, second], _queue.End());

        Assert.Null(_queue.Take());
        Assert.Throws<ObjectDisposedException>(() => Add(Flood));
    }

    private AnsweredHashingJob<int> Add(HashingLane lane)
    {
        var job = new AnsweredHashingJob<int>(() => 0);
        _queue.Add(lane, job);
        return job;
    }
}
