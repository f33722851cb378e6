using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansState.Kafka.Group;
using OrleansState.KafkaBridge.Tests.Model;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace OrleansState.KafkaBridge.Tests.Group;

public sealed class LagCommitsTests
{
    private static readonly TopicPartition Zero = new("events", 0);

    private readonly GroupProgress _progress = new();
    private readonly List<long> _committed = [];
    private readonly LagCommits _commits;
    private readonly IConsumer<Ignore, Ignore> _member;
    private bool _refuses;

    public LagCommitsTests()
    {
        _commits = new LagCommits(_progress, NullLogger<LagCommits>.Instance);
        _member = GrainProxy.Create<IConsumer<Ignore, Ignore>>((_, args) =>
        {
            if (_refuses)
                throw new KafkaException(ErrorCode.NotCoordinatorForGroup);
            _committed.AddRange(((IEnumerable<TopicPartitionOffset>)args[0]!).Select(o => o.Offset.Value));
            return null;
        });
    }

    [Fact]
    public void What_Kafka_did_not_take_is_committed_the_next_time_though_no_event_comes()
    {
        _progress.Reached(Zero, 5);
        _refuses = true;
        Commit();
        _refuses = false;

        Commit();
        Commit();

        Assert.Equal([5], _committed);
    }

    [Fact]
    public void What_has_been_reached_meanwhile_is_committed_in_its_place()
    {
        _progress.Reached(Zero, 5);
        var taken = _progress.Take(_ => true);
        _progress.Reached(Zero, 7);
        _progress.GiveBack(taken);

        Commit();

        Assert.Equal([7], _committed);
    }

    [Fact]
    public void A_partition_that_was_given_away_is_committed_no_longer_when_it_comes_back()
    {
        _progress.Reached(Zero, 5);
        _refuses = true;
        Commit();
        _refuses = false;
        _progress.Forget(Zero);

        Commit();

        Assert.Empty(_committed);
    }

    private void Commit() => _commits.Commit(_member, _ => true);
}
