using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OrleansState.Kafka.Health;
using OrleansState.KafkaBridge.Tests.Harness;

namespace OrleansState.KafkaBridge.Tests.Health;

public sealed class StallsTests : IDisposable
{
    private static readonly TopicPartition Zero = new("events", 0);
    private static readonly TopicPartition One = new("events", 1);

    private readonly FakeTimeProvider _clock = new();
    private readonly HeardLog _log = new();
    private readonly LoggerFactory _loggers;
    private readonly Stalls _stalls;

    public StallsTests()
    {
        _loggers = new LoggerFactory([_log]);
        _stalls = new Stalls(_clock, _loggers.CreateLogger<Stalls>());
    }

    [Theory]
    [InlineData(10L, 5L)]
    [InlineData(10L, null)]
    [InlineData(null, 5L)]
    public void A_partition_stands_still_that_has_lag_or_may_have_it_and_has_not_moved_for_the_whole_patience(long? end, long? position)
    {
        _stalls.Look(Zero, end, position);
        _clock.Advance(Stalls.Patience - TimeSpan.FromSeconds(1));
        _stalls.Look(Zero, end, position);
        Assert.False(Sight.IsStalled);
        Assert.Empty(_log.Warnings);

        _clock.Advance(TimeSpan.FromSeconds(1));
        _stalls.Look(Zero, end, position);
        _stalls.Look(Zero, end, position);

        Assert.True(Sight.IsStalled);
        Assert.Single(_log.Warnings);
    }

    [Fact]
    public void One_that_moves_or_has_nothing_to_count_does_not()
    {
        for (var position = 0; position < 5; position++)
        {
            _stalls.Look(Zero, 10, position);
            _clock.Advance(Stalls.Patience - TimeSpan.FromSeconds(1));
        }

        _stalls.Look(Zero, 10, 10);
        _clock.Advance(10 * Stalls.Patience);
        _stalls.Look(Zero, 10, 10);
        Assert.Equal((0, false), (Sight.Lag, Sight.IsStalled));

        // What comes after a long silence has not waited that long.
        _stalls.Look(Zero, 11, 10);
        Assert.Equal((1, false), (Sight.Lag, Sight.IsStalled));
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public void One_that_goes_on_stands_still_no_longer_and_is_told_again_the_next_time()
    {
        for (var time = 1; time <= 2; time++)
        {
            _stalls.Look(Zero, 10, time);
            _clock.Advance(Stalls.Patience);
            _stalls.Look(Zero, 10, time);
            Assert.True(Sight.IsStalled);
            Assert.Equal(time, _log.Warnings.Count());
        }

        _stalls.Look(Zero, 10, 9);
        Assert.False(Sight.IsStalled);
    }

    [Fact]
    public void One_that_is_another_bridge_s_is_looked_at_no_longer()
    {
        _stalls.Look(Zero, 10, 5);
        _stalls.Look(One, 10, 5);
        _stalls.Keep([One]);

        Assert.Equal([One], _stalls.Sights.Select(s => s.Partition));
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _log.Dispose();
    }

    private PartitionSight Sight => _stalls.Sights.Single();
}
