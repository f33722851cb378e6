using OrleansState.Idempotency;
using OrleansState.Storage;

namespace OrleansState;

/// <summary>
/// The writes of one record, one at a time: what is decided while one is under way shares the next. Runs on the activation's
/// scheduler only.
/// </summary>
internal sealed class GroupCommit<TState>(StateKind<TState> kind, string key, string recordKey, StateMemory<TState> memory, ETagHistory<TState>? history)
    where TState : class
{
    private KeysBeside<TState>? _keysBeside;
    private Commit? _next;

    /// <summary>The write that has been sent; null where none is under way.</summary>
    public Commit? InFlight { get; private set; }

    /// <summary>The last write that anybody waits for, begun where it can be.</summary>
    public Commit? BeginLast()
    {
        var last = _next ?? InFlight;
        Begin();
        return last;
    }

    /// <summary>Made when a record has keys beside it: most never have.</summary>
    public KeysBeside<TState> KeysBeside => _keysBeside ??= kind.Engine.KeysBeside<TState>(recordKey);

    /// <summary>Whether a key has come again a moment ago, so that others may follow.</summary>
    public bool LooksForKeysFirst => _keysBeside is { LookFirst: true };

    /// <summary>A key that a write on its way moves out of the record.</summary>
    public SpilledKey<TState>? PendingKey(Guid key) => (_next ?? InFlight) is null ? null : KeysBeside.Pending(key, InFlight, _next);

    /// <summary>Decides the newest version. The write that carries it is begun where none is under way.</summary>
    public Commit Append<TValue>(CommandEvaluation<TState, TValue> evaluation, IdempotencyKey? fresh)
    {
        var carrier = AppendTo(evaluation, fresh);
        Begin();
        return carrier;
    }

    /// <summary>Decides the newest version, to be written with what is decided next. The caller goes on to that in this turn.</summary>
    public Commit AppendTo<TValue>(CommandEvaluation<TState, TValue> evaluation, IdempotencyKey? fresh)
    {
        var next = evaluation.Next;
        memory.Decide(kind.Indexes.Contain(next.Stored) ? next : new StateVersion<TState>(kind.Indexes.Marked(next.Stored), next.Tag));
        _next ??= new Commit();
        _next.Commands++;
        if (fresh is { } key)
            _next.Add(key.Key);
        foreach (var (slot, spilled) in evaluation.Spilled)
            _next.Add(KeysBeside.Entry(slot, spilled));
        return _next;
    }

    private void Begin()
    {
        if (InFlight is null && _next is not null)
            _ = WriteWhileNeededAsync();
    }

    /// <summary>Returns when nothing is being written.</summary>
    public async Task DrainAsync()
    {
        while (BeginLast() is { } underWay)
            await underWay.Done;
    }

    private async Task WriteWhileNeededAsync()
    {
        var write = BeginNext();
        while (write is not null)
        {
            var commit = InFlight!;
            var result = await write;
            InFlight = null;
            if (!result.Written)
                Forget(result);
            // Those who wait go on within Complete and may append again: by then the next write is under way or this loop is over.
            write = BeginNext();
            commit.Complete(result);
        }
    }

    private Task<CommitResult>? BeginNext()
    {
        if (InFlight is not null || _next is not { } commit)
            return null;
        InFlight = commit;
        _next = null;
        return WriteAsync(memory.Newest!, commit);
    }

    private async Task<CommitResult> WriteAsync(StateVersion<TState> version, Commit commit)
    {
        var metrics = kind.Engine.Metrics;
        try
        {
            var expected = memory.Committed?.Tag ?? ETag.None;
            var before = expected == ETag.None ? null : memory.Committed!.Stored;
            var after = version.Tag == ETag.None ? null : version.Stored;
            var keys = after is null || (before?.Spilled is null && commit.Spilled.Count == 0) ? null : KeysBeside.Of(commit, before?.Spilled, after.Spilled);
            var payload = after is null ? default : kind.Serializer.Serialize(after);
            var indexes = kind.Indexes.Compare(key, before, after, kind.Engine.Clock.GetUtcNow());
            if (after is null)
                history?.Removes();
            var outcome = await kind.Engine.Store.WriteAsync(recordKey, expected, version.Tag, payload, memory.Epoch!, keys, indexes);
            if (outcome == WriteOutcome.KeyKnown)
            {
                KeysBeside.Met();
                return new CommitResult(false, null, KeyKnown: true);
            }

            if (outcome == WriteOutcome.Erased)
                return new CommitResult(false, null, Erased: true);
            if (outcome != WriteOutcome.Written)
            {
                if (!memory.IsPresumed)
                    metrics.Conflict(kind.Name);
                return new CommitResult(false, null);
            }

            metrics.Written(kind.Name, commit.Commands);
            memory.Commit(version);
            history?.Written(version, memory.Epoch!, commit.Spilled);
            return new CommitResult(true, null);
        }
        catch (StoreUnavailableException fault)
        {
            metrics.Failed(kind.Name);
            return new CommitResult(false, fault);
        }
        catch (Exception defect)
        {
            // Whatever broke, those who wait must hear of it, and must not be told that nothing happened.
            metrics.Failed(kind.Name);
            return new CommitResult(false, new StoreUnavailableException($"A write of a {kind.Name} broke off.", true, defect));
        }
    }

    /// <summary>
    /// After a write whose outcome is open nothing in memory can be trusted: it may have landed, or another activation has
    /// written. Everybody who waits for the next write is told, and the record is loaded before anyone is answered. A write
    /// that was certainly never carried out leaves what was durable before it, and reads go on with that.
    /// </summary>
    private void Forget(CommitResult result)
    {
        if (!result.KeyKnown && result.Fault is not { OutcomeUnknown: false })
            memory.Forget();
        else
            memory.FallBack();
        // What waited for the next write was never sent, so its outcome is known: it did not happen.
        var fault = result.Fault is null ? null : new StoreUnavailableException(result.Fault.Message, false, result.Fault);
        var waiting = _next;
        _next = null;
        waiting?.Complete(new CommitResult(false, fault, KeyKnown: result.KeyKnown));
    }
}
