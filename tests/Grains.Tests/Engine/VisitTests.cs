using OrleansState.Grains.Engine;

namespace OrleansState.Grains.Tests.Engine;

public sealed class VisitTests : IDisposable
{
    private readonly ScriptedStore _store = new();
    private readonly TestEngine _test;
    private readonly StateEngine _engine;
    private readonly TaskFactory _visitor = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly TaskFactory _activation = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    public VisitTests()
    {
        _test = new TestEngine(_store);
        _engine = _test.Engine;
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task An_activation_opens_when_the_visit_has_ended_and_reads_what_that_wrote()
    {
        var held = _store.HoldNextWrite();
        var visit = Visit()!;
        var written = _visitor.StartNew(() => visit.State.CommitAsync(tally => Tally.Add(tally, 1))).Unwrap();
        await held.Begun.Task;

        var opened = _activation.OpenAsync(_engine, "tally", "1", new Tally(0));
        Assert.False(opened.IsCompleted);
        held.Released.SetResult();
        await written;
        Assert.False(opened.IsCompleted);
        visit.Dispose();

        var state = await opened;
        Assert.Equal(1, (await _activation.StartNew(() => state.ReadAsync().AsTask()).Unwrap()).State.Sum);
    }

    [Fact]
    public async Task What_is_in_memory_is_not_visited()
    {
        var state = await _activation.OpenAsync(_engine, "tally", "1", new Tally(0));

        Assert.Null(Visit());
        _engine.Close(state);
        Assert.NotNull(Visit());
        Assert.Null(Visit());
    }

    [Fact]
    public async Task A_visit_that_has_ended_makes_room_for_the_next()
    {
        for (var i = 1; i <= 3; i++)
        {
            using var visit = Visit()!;
            Assert.Equal(i, (await _visitor.StartNew(() => visit.State.CommitAsync(tally => Tally.Add(tally, 1))).Unwrap()).Value);
        }

        Assert.Empty(_engine.OpenStates());
    }

    [Fact]
    public async Task A_closed_state_has_written_what_it_was_asked_to()
    {
        var state = await _activation.OpenAsync(_engine, "tally", "1", new Tally(0));
        var held = _store.HoldNextWrite();
        var written = _activation.StartNew(() => state.CommitAsync(tally => Tally.Add(tally, 1))).Unwrap();
        await held.Begun.Task;

        var closed = _activation.StartNew(state.CloseAsync).Unwrap();
        Assert.False(closed.IsCompleted);
        held.Released.SetResult();
        await closed;

        Assert.True(state.IsClosed);
        Assert.Equal(1, (await written).Value);
    }

    private Visit<Tally>? Visit() => _visitor.StartNew(() => _engine.TryVisit("tally", "1", new Tally(0))).Result;
}
