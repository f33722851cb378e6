using OrleansState.Idempotency;
using OrleansState.Storage;

namespace OrleansState;

/// <summary>
/// The state of one activation and its record in the store. Turns decide on the newest state in memory and are
/// answered after the write that carries it; turns that arrive while a write is under way share the next one. Reads
/// see what is durable. See the package's README for the guarantee.
/// </summary>
/// <remarks>Runs on the activation's scheduler only: between two awaits nothing else touches it, so it needs no lock.</remarks>
/// <param name="engine">The silo's engine.</param>
/// <param name="serializer">How the record is written.</param>
/// <param name="kind">The kind of state.</param>
/// <param name="key">The grain's key.</param>
/// <param name="initial">The state where there is no record.</param>
/// <param name="restoresLostWrites">
/// Whether a store that came back without its last writes is given this state back. Not for a state that speaks of
/// others' records: the store may have lost those too, and then it has to forget what was said of them.
/// </param>
/// <param name="fromLog">
/// Whether it contains records of a log, or says how far one has been read. Where its record is gone in the middle of an
/// epoch the epoch is ended, so that the log is read again.
/// </param>
internal sealed class DurableState<TState>(
    StateEngine engine, StateSerializer<TState> serializer, string kind, string key, TState initial, bool restoresLostWrites = true, bool fromLog = false)
    : IActiveState<TState>, IRevalidated
    where TState : class
{
    /// <summary>How often a command is decided anew after a write that certainly did not happen.</summary>
    private const int MaxAttempts = 4;

    /// <summary>How often a record is looked at again that changed while it was to be erased.</summary>
    private const int MaxEraseAttempts = 32;

    /// <summary>How often a command shares a write with a key that came again; each time those keys are known afterwards.</summary>
    private const int MaxKnownKeys = 32;

    private readonly ETagHistory<TState> _history = new(engine.Clock);
    private TaskScheduler _activation = TaskScheduler.Current;
    private KeysBeside<TState>? _keysBeside;
    private StateVersion<TState>? _committed;
    private StateVersion<TState>? _newest;
    private StoreEpoch? _epoch;
    private Task? _loading;
    private Commit? _inFlight;
    private Commit? _next;

    public string RecordKey { get; } = $"{kind}/{key}";

    /// <summary>The activation is ending; the next call to the grain opens another.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether there was no record when it was last looked for.</summary>
    public bool WasNew { get; private set; }

    /// <summary>
    /// Goes by there being no record, in place of a read, for a first command that would begin it. The write finds out, in
    /// the epoch of the store that was last seen or not at all: where it finds a record, the command is decided anew on that.
    /// </summary>
    public void PresumeNew()
    {
        if (engine.Store.LastSeen(RecordKey) is { } epoch)
            (_newest, _epoch, WasNew) = (new StateVersion<TState>(new StoredState<TState> { State = initial }, ETag.None), epoch, true);
    }

    /// <summary>Token of the epoch of the store that the last durable state belongs to.</summary>
    public async ValueTask<(StateVersion<TState> Version, string Epoch)> ReadWithEpochAsync()
    {
        while (_committed is null)
            await LoadAsync();
        // Both are read at one moment: a load may come between an answer and whoever awaits it.
        return (_committed, _epoch!.Token);
    }

    /// <summary>The last durable state. Waits for the store only when the activation has none, never for a write under way.</summary>
    public ValueTask<StateVersion<TState>> ReadAsync() => _committed is { } committed ? new(committed) : LoadAndReadAsync();

    /// <summary>
    /// The last durable state, whoever wrote it: the store is asked whether the record is still the one in memory. For a
    /// state that visits write too, of which an activation on another silo hears nothing.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    /// <exception cref="UserErasedException">The user was erased.</exception>
    public async Task<StateVersion<TState>> ReadLatestAsync()
    {
        while (true)
        {
            var (known, sentBefore) = (await ReadAsync(), _inFlight);
            var record = await engine.Store.ReadAsync(RecordKey);
            if (!record.Erased && Find(record.ETag) is { } durable)
                return durable;

            // A write sent since, where it succeeds, has found nobody else's before it.
            if (_inFlight is { } underWay)
            {
                if ((await underWay.Done).Written && underWay != sentBefore && _committed is { } written)
                    return written;
                continue;
            }

            await ReloadAsync();
            if (_committed is { } loaded)
                return loaded;

            StateVersion<TState>? Find(ETag etag) => known.Tag == etag ? known : _committed?.Tag == etag ? _committed : null;
        }
    }

    /// <summary>Takes the turns that come from here on: those of the activation that has it, and of nobody else.</summary>
    public Task OpenAsync()
    {
        _activation = TaskScheduler.Current;
        return engine.OpenAsync(this);
    }

    /// <summary>Decides a command and answers when what it decided, and what it decided on, is durable.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer. Nothing of the command stays in memory.</exception>
    /// <exception cref="UserErasedException">The user was erased, before the command or while it was written.</exception>
    public async Task<Reply<TValue>> CommitAsync<TValue>(Command<TState, TValue> command)
    {
        var lookedAgain = false;
        var knownKeys = 0;
        var looksFirst = _keysBeside is { LookFirst: true };
        (SpilledKey<TState>? Key, string Epoch) found = default;
        for (var attempt = 1; ; attempt++)
        {
            while (_newest is null)
                await LoadAsync();

            if (command.Epoch is { } epoch && epoch != _epoch!.Token)
            {
                if (lookedAgain)
                    return EpochMismatch.Refuse<TValue>(_newest.Tag);
                // The caller may know of a later epoch than this activation does, or of an earlier one.
                lookedAgain = true;
                await ReloadAsync();
                continue;
            }

            var basis = _newest;
            var pending = PendingKey(basis, command.Context);
            if (looksFirst && pending is null && MayLieBeside(basis, command.Context) is { } key)
            {
                looksFirst = false;
                attempt--;
                found = await KeysBeside.FindAsync(key);
                continue;
            }

            // What was found in another epoch of the store than the basis belongs to says nothing here: the write finds out.
            var spilled = pending ?? (found.Epoch == _epoch!.Token ? found.Key : null);
            var evaluation = CommandEvaluation<TState, TValue>.On(basis, command, engine.Clock.GetUtcNow(), engine.Idempotency, engine.Serializer, spilled);
            var changes = !ReferenceEquals(evaluation.Next, basis);
            if (!changes && IsPresumed)
            {
                // No write would find out.
                await ReloadAsync();
                continue;
            }

            var carrier = changes ? Append(evaluation, command.Context?.Key) : _next ?? _inFlight;

            if (carrier is null && evaluation.Reply.Replayed && ReferenceEquals(spilled, null) && !await IsRememberedAsync(command.Context!.Key!.Value.Key))
                continue;
            var result = carrier is null ? new CommitResult(true, null) : await carrier.Done;
            if (result.Written)
                return evaluation.Reply;
            if (result.Erased)
                throw new UserErasedException();
            if (result.KeyKnown && ++knownKeys < MaxKnownKeys)
            {
                looksFirst = true;
                attempt--;
                continue;
            }

            // A command that changed nothing can't have had an effect, whatever became of the write it waited for. But a
            // replay speaks of its first try, which that write or the one before it may carry.
            var outcomeUnknown = evaluation.Reply.Replayed ? result.Fault is not null : changes && result.Fault is { OutcomeUnknown: true };
            if (result.Fault is not null || attempt >= MaxAttempts || result.KeyKnown)
                throw new StoreUnavailableException($"The store did not confirm a write of a {kind}.", outcomeUnknown, result.Fault);
        }
    }

    /// <summary>
    /// The store is in another epoch: what is durable has to be looked up again. A write under way finds that out by itself.
    /// </summary>
    public Task RevalidateAsync(string token) => TurnAsync(async () =>
    {
        try
        {
            // A write under way may have been answered in the epoch that ended; the one after it finds out for certain.
            // Where an earlier look broke off nothing is loaded, and what the store has lost is still to be given back.
            for (var looks = 0; looks < 2 && (_committed is null ? _history.Last is not null : _epoch!.Token != token); looks++)
                await ReloadAsync();
            return true;
        }
        catch (UserErasedException)
        {
            // The next call is told.
            return false;
        }
    });

    /// <summary>
    /// Whether the store, asked now, has the key with the record. What memory says alone may be of an epoch that has ended while
    /// nobody looked, and "already applied" is an answer that has to be true of the store. It is rare and costs a read.
    /// </summary>
    private async Task<bool> IsRememberedAsync(Guid key)
    {
        try
        {
            return (await ReadLatestAsync()).Stored.Keys.Any(k => k.Key == key);
        }
        catch (StoreUnavailableException fault)
        {
            // It speaks of its first try, which has taken effect as far as anybody knows.
            throw new StoreUnavailableException($"The store did not confirm what was remembered of a {kind}.", outcomeUnknown: true, fault);
        }
    }

    /// <summary>Made when a record has keys beside it: most never have.</summary>
    private KeysBeside<TState> KeysBeside => _keysBeside ??= engine.KeysBeside<TState>(RecordKey);

    /// <summary>The key of a command that may have taken effect so long ago that the record does not have it any more.</summary>
    private static Guid? MayLieBeside(StateVersion<TState> basis, CommandContext? context) =>
        context?.Key is { } key && basis.Stored.Spilled is not null && !basis.Stored.Keys.Any(k => k.Key == key.Key) ? key.Key : null;

    /// <summary>The key of a command where a write on its way moves it out of the record.</summary>
    private SpilledKey<TState>? PendingKey(StateVersion<TState> basis, CommandContext? context) =>
        (_inFlight ?? _next) is not null && MayLieBeside(basis, context) is { } key ? KeysBeside.Pending(key, _inFlight, _next) : null;

    /// <summary>What is decided on was never read or written.</summary>
    private bool IsPresumed => _committed is null && _newest is not null;

    /// <summary>What is durable is looked up again; a write under way finds out by itself whether its epoch has ended.</summary>
    private async Task ReloadAsync()
    {
        if (_inFlight is { } underWay)
        {
            await underWay.Done;
            return;
        }

        _committed = _newest = null;
        await LoadAsync();
    }

    /// <summary>
    /// Ends the epoch of this token, where the store is still in it: somebody knows that records are gone which this state
    /// has to do with.
    /// </summary>
    public async Task EndEpochAsync(string token)
    {
        var (_, epoch) = await ReadWithEpochAsync();
        if (epoch == token)
            await EndEpochAsync(_epoch!);
        await ReloadAsync();
    }

    /// <summary>Takes no further turn of somebody else's, waits for what is being written, and makes way for the next activation.</summary>
    public async Task CloseAsync()
    {
        IsClosed = true;
        while (_inFlight is { } underWay)
            await underWay.Done;
        engine.Close(this);
    }

    /// <summary>Runs a turn of the activation, as a call to it would, for somebody on this silo who is not in it.</summary>
    public Task<TResult> TurnAsync<TResult>(Func<Task<TResult>> turn) =>
        Task.Factory.StartNew(turn, CancellationToken.None, TaskCreationOptions.None, _activation).Unwrap();

    /// <summary>
    /// Removes the record, whatever it holds by now, and forgets it. A write under way finds its ETag gone. A tombstone,
    /// placed before, keeps every activation from beginning a new one, also one that had found none before.
    /// </summary>
    /// <param name="isMeant">Whether a state is one to be erased, for a record that may be another's by now; null: any is. What it
    /// is asked of is the record that is removed, and no other.</param>
    /// <returns>False: the record holds a state that is not meant, and stays.</returns>
    public async Task<bool> EraseAsync(Func<TState, bool>? isMeant = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var record = await engine.Store.ReadAsync(RecordKey);
            if (record.ETag != ETag.None && isMeant?.Invoke(serializer.Deserialize(record.Payload).State) == false)
                return false;
            if (record.ETag == ETag.None
                || await engine.Store.WriteAsync(RecordKey, record.ETag, ETag.None, default, record.Epoch) == WriteOutcome.Written)
                break;
            if (attempt == MaxEraseAttempts)
                throw new StoreUnavailableException($"A {kind} changed too often to be erased.", null);
        }

        while (_inFlight is { } underWay)
            await underWay.Done;
        _committed = _newest = null;
        _history.Erased();
        return true;
    }

    public async IAsyncEnumerable<TState> ReadEarlierAsync()
    {
        if ((await ReadAsync()).Stored.Spilled is null)
            yield break;
        await foreach (var spilled in KeysBeside.ReadAllAsync())
        {
            if (spilled.State is { } state)
                yield return state;
        }
    }

    private async ValueTask<StateVersion<TState>> LoadAndReadAsync()
    {
        while (_committed is null)
            await LoadAsync();
        return _committed;
    }

    private Task LoadAsync() => _loading ??= LoadOnceAsync();

    private async Task LoadOnceAsync()
    {
        try
        {
            // The caller stores this task in _loading before anyone can ask again.
            await Task.Yield();
            var record = await ReadRecordAsync();
            while (true)
            {
                if (fromLog && _history.IsGone(record))
                    await EndEpochAsync(record.Epoch);
                else if (!restoresLostWrites || !_history.IsAheadOf(record))
                    break;
                else if (await RestoreLostWritesAsync(record))
                    return;
                record = await ReadRecordAsync();
            }

            var stored = record.ETag == ETag.None ? new StoredState<TState> { State = initial } : Read(record);
            Take(new StateVersion<TState>(stored, record.ETag), record.Epoch);
            WasNew = record.ETag == ETag.None;
            _history.Loaded(_committed!, record.Epoch);
        }
        finally
        {
            _loading = null;
        }
    }

    /// <exception cref="StateUnreadableException">The record is none of this kind, or of a form that this release does not know.</exception>
    private StoredState<TState> Read(StoredRecord record)
    {
        try
        {
            return serializer.Deserialize(record.Payload) is { State: not null } stored ? stored : throw new InvalidDataException("It holds no state.");
        }
        catch (Exception fault)
        {
            // What bytes that are no record make a codec throw is anything.
            engine.Metrics.Unreadable(kind);
            throw new StateUnreadableException(RecordKey, $"{fault.GetType().Name}: {fault.Message}");
        }
    }

    /// <summary>The store has lost records in the middle of an epoch: nothing in memory speaks for it, and what was counted is counted again.</summary>
    private async Task EndEpochAsync(StoreEpoch epoch)
    {
        engine.Metrics.Gone(kind);
        await engine.Store.EndAsync(epoch);
        _history.Erased();
    }

    /// <exception cref="UserErasedException">There is no record, and none may be begun.</exception>
    private async Task<StoredRecord> ReadRecordAsync()
    {
        var record = await engine.Store.ReadAsync(RecordKey);
        if (!record.Erased)
            return record;
        _history.Erased();
        throw new UserErasedException();
    }

    /// <summary>
    /// Gives the store back what it had acknowledged and lost. False: somebody else wrote meanwhile, or the user was erased.
    /// </summary>
    private async Task<bool> RestoreLostWritesAsync(StoredRecord record)
    {
        var healed = _history.Last!.Under(ETag.New());
        try
        {
            var lost = _history.SpilledSince(record.ETag);
            var keys = lost.Count == 0 ? null : KeysBeside.Again(lost, healed.Stored.Spilled);
            if (await engine.Store.WriteAsync(RecordKey, record.ETag, healed.Tag, serializer.Serialize(healed.Stored), record.Epoch, keys) != WriteOutcome.Written)
            {
                engine.Metrics.Conflict(kind);
                return false;
            }
        }
        catch (StoreUnavailableException fault) when (fault.OutcomeUnknown)
        {
            // This write is no command's: whoever waits for the load has changed nothing. The next load sees whether it landed.
            throw new StoreUnavailableException(fault.Message, false, fault);
        }

        engine.Metrics.Healed(kind);
        Take(healed, record.Epoch);
        _history.Written(healed, record.Epoch, []);
        return true;
    }

    private void Take(StateVersion<TState> version, StoreEpoch epoch)
    {
        _epoch = epoch;
        _committed = _newest = version;
    }

    private Commit Append<TValue>(CommandEvaluation<TState, TValue> evaluation, IdempotencyKey? fresh)
    {
        _newest = evaluation.Next;
        _next ??= new Commit();
        _next.Commands++;
        if (fresh is { } key)
            _next.Add(key.Key);
        foreach (var (slot, spilled) in evaluation.Spilled)
            _next.Add(KeysBeside.Entry(slot, spilled));
        var carrier = _next;
        if (_inFlight is null)
            _ = WriteWhileNeededAsync();
        return carrier;
    }

    private async Task WriteWhileNeededAsync()
    {
        var write = BeginNext();
        while (write is not null)
        {
            var commit = _inFlight!;
            var result = await write;
            _inFlight = null;
            if (!result.Written)
                Forget(result);
            // Those who wait go on within Complete and may append again: by then the next write is under way or this loop is over.
            write = BeginNext();
            commit.Complete(result);
        }
    }

    private Task<CommitResult>? BeginNext()
    {
        if (_inFlight is not null || _next is not { } commit)
            return null;
        _inFlight = commit;
        _next = null;
        return WriteAsync(_newest!, commit);
    }

    private async Task<CommitResult> WriteAsync(StateVersion<TState> version, Commit commit)
    {
        try
        {
            var payload = serializer.Serialize(version.Stored);
            var before = _committed?.Stored.Spilled;
            var keys = before is null && commit.Spilled.Count == 0 ? null : KeysBeside.Of(commit, before, version.Stored.Spilled);
            var outcome = await engine.Store.WriteAsync(RecordKey, _committed?.Tag ?? ETag.None, version.Tag, payload, _epoch!, keys);
            if (outcome == WriteOutcome.KeyKnown)
            {
                KeysBeside.Met();
                return new CommitResult(false, null, KeyKnown: true);
            }

            if (outcome == WriteOutcome.Erased)
                return new CommitResult(false, null, Erased: true);
            if (outcome != WriteOutcome.Written)
            {
                if (!IsPresumed)
                    engine.Metrics.Conflict(kind);
                return new CommitResult(false, null);
            }

            engine.Metrics.Written(kind, commit.Commands);
            _committed = version;
            if (restoresLostWrites || fromLog)
                _history.Written(version, _epoch!, commit.Spilled);
            return new CommitResult(true, null);
        }
        catch (StoreUnavailableException fault)
        {
            engine.Metrics.Failed(kind);
            return new CommitResult(false, fault);
        }
        catch (Exception defect)
        {
            // Whatever broke, those who wait must hear of it, and must not be told that nothing happened.
            engine.Metrics.Failed(kind);
            return new CommitResult(false, new StoreUnavailableException($"A write of a {kind} broke off.", true, defect));
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
            _committed = null;
        _newest = _committed;
        // What waited for the next write was never sent, so its outcome is known: it did not happen.
        var fault = result.Fault is null ? null : new StoreUnavailableException(result.Fault.Message, false, result.Fault);
        var waiting = _next;
        _next = null;
        waiting?.Complete(new CommitResult(false, fault, KeyKnown: result.KeyKnown));
    }
}
