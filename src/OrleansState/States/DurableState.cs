using System.Collections.Immutable;
using OrleansState.Idempotency;
using OrleansState.Indexes;
using OrleansState.Live;
using OrleansState.Storage;

namespace OrleansState;

/// <summary>
/// The state of one activation and its record in the store. Turns decide on the newest state in memory and are
/// answered after the write that carries it; turns that arrive while a write is under way share the next one. Reads
/// see what is durable. See the package's README for the guarantee.
/// </summary>
/// <remarks>Runs on the activation's scheduler only: between two awaits nothing else touches it, so it needs no lock.</remarks>
internal sealed class DurableState<TState> : IActiveState<TState>, IRevalidated, ISettled, IWatchedState
    where TState : class
{
    /// <summary>How often a command is decided anew after a write that certainly did not happen.</summary>
    private const int MaxAttempts = 4;

    /// <summary>How often a record is looked at again that changed while it was to be erased.</summary>
    private const int MaxEraseAttempts = 32;

    /// <summary>How often a command shares a write with a key that came again; each time those keys are known afterwards.</summary>
    private const int MaxKnownKeys = 32;

    private readonly StateKind<TState> _kind;
    private readonly string _key;
    private readonly Activation? _activation;
    private readonly StateMemory<TState> _memory = new();
    private readonly ETagHistory<TState>? _history;
    private readonly StateLoader<TState> _loader;
    private readonly GroupCommit<TState> _commits;
    private readonly DeadlineTimer<TState>? _timer;
    private TaskScheduler _turns = TaskScheduler.Current;
    private OutboxSender<TState>? _sender;

    /// <param name="kind">What it has in common with others.</param>
    /// <param name="key">The grain's key.</param>
    /// <param name="activation">Whose state it is; null for one that is used without an activation.</param>
    public DurableState(StateKind<TState> kind, string key, Activation? activation = null)
    {
        (_kind, _key, _activation, RecordKey) = (kind, key, activation, kind.RecordKey(key));
        // What is neither given back to a store nor missed by it is not remembered.
        _history = kind.RestoresLostWrites || kind.FromLog ? new ETagHistory<TState>(kind.Engine.Clock) : null;
        _loader = new StateLoader<TState>(kind, key, RecordKey, _memory, _history);
        _commits = new GroupCommit<TState>(kind, key, RecordKey, _memory, _history);
        _timer = kind.Deadlines.Count == 0 || activation is null ? null : new DeadlineTimer<TState>(this, kind.NextDue, activation, kind.Engine.Clock);
    }

    public string RecordKey { get; }

    /// <summary>The activation is ending; the next call to the grain opens another.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>It is used without an activation, for a moment.</summary>
    public bool IsLeased { get; init; }

    /// <summary>Whether there was no record when it was last looked for.</summary>
    public bool WasNew => _memory.WasNew;

    /// <summary>Whether events wait to be published.</summary>
    public bool HasUnpublished => _memory.Committed?.Stored.Outbox is not null;

    /// <summary>Whether the activation has used it, and was not only opened to settle it.</summary>
    public bool IsUsed { get; private set; }

    public StateWatchers? Watchers { get; set; }

    private StateEngine Engine => _kind.Engine;

    public async Task<string> ReadLatestETagAsync() => (await ReadLatestAsync()).ETag;

    /// <summary>
    /// Goes by there being no record, in place of a read, for a first command that would begin it. The write finds out, in
    /// the epoch of the store that was last seen or not at all: where it finds a record, the command is decided anew on that.
    /// </summary>
    public void PresumeNew()
    {
        if (Engine.Store.LastSeen(RecordKey) is { } epoch)
            _memory.Presume(new StateVersion<TState>(_kind.InitialRecord, ETag.None), epoch);
    }

    /// <summary>Token of the epoch of the store that the last durable state belongs to.</summary>
    public async ValueTask<(StateVersion<TState> Version, string Epoch)> ReadWithEpochAsync()
    {
        await ReadAsync();
        while (_memory.Committed is null)
            await _loader.LoadAsync();
        // Both are read at one moment: a load may come between an answer and whoever awaits it.
        return (_memory.Committed, _memory.Epoch!.Token);
    }

    /// <summary>The last durable state. Waits for the store only when the activation has none, never for a write under way.</summary>
    public ValueTask<StateVersion<TState>> ReadAsync()
    {
        IsUsed = true;
        return LookAtAsync();
    }

    /// <summary>As <see cref="ReadAsync"/>, for the engine's own sake.</summary>
    public ValueTask<StateVersion<TState>> LookAtAsync()
    {
        if (_memory.Committed is not { } committed)
            return LoadAndReadAsync();
        return _kind.Deadlines.Count == 0 ? new(committed) : ReadInTimeAsync(committed);
    }

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
            var (known, sentBefore) = (await ReadAsync(), _commits.InFlight);
            var record = await Engine.Store.ReadAsync(RecordKey);
            if (!record.Erased && Find(record.ETag) is { } durable)
                return durable;

            // A write sent since, where it succeeds, has found nobody else's before it.
            if (_commits.InFlight is { } underWay)
            {
                if ((await underWay.Done).Written && underWay != sentBefore && _memory.Committed is { } written)
                    return written;
                continue;
            }

            await ReloadAsync();
            if (_memory.Committed is { } loaded)
                return await ReadInTimeAsync(loaded);

            StateVersion<TState>? Find(ETag etag) => known.Tag == etag ? known : _memory.Committed?.Tag == etag ? _memory.Committed : null;
        }
    }

    /// <summary>Takes the turns that come from here on: those of the activation that has it, and of nobody else.</summary>
    public Task OpenAsync()
    {
        _turns = TaskScheduler.Current;
        return Engine.OpenAsync(this);
    }

    public Task<Reply<TValue>> CommitAsync<TValue>(Command<TState, TValue> command)
    {
        IsUsed = true;
        return CommitAsync((PendingCommand<TState, TValue>)command);
    }

    public Task<Reply<TValue>> CommitAsync<TValue>(LogCommand<TState, TValue> command)
    {
        IsUsed = true;
        return CommitAsync((PendingCommand<TState, TValue>)command);
    }

    /// <summary>Takes events out of the outbox that a publisher has by now.</summary>
    public Task TakePublishedAsync(ImmutableArray<OutboxEvent> published) =>
        CommitAsync(new PendingCommand<TState, bool>(stored =>
            Outbox.Without(stored.Outbox, published) is var left && ReferenceEquals(left, stored.Outbox) ? stored : stored with { Outbox = left }));

    /// <summary>Waits until what waits in the outbox is published. False: it has not been in time, and waits further.</summary>
    public async Task<bool> PublishedAsync(TimeSpan patience)
    {
        try
        {
            await (_sender?.Sending ?? Task.CompletedTask).WaitAsync(patience, Engine.Clock);
            return !HasUnpublished;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Keeps the activation in memory for a time.</summary>
    public void StayActive(TimeSpan time) => _activation?.StayActive(time);

    /// <summary>
    /// The store is in another epoch: what is durable has to be looked up again. A write under way finds that out by itself.
    /// </summary>
    public Task RevalidateAsync(string token) => TurnAsync(async () =>
    {
        try
        {
            // A write under way may have been answered in the epoch that ended; the one after it finds out for certain.
            // Where an earlier look broke off nothing is loaded, and what the store has lost is still to be given back.
            for (var looks = 0; looks < 2 && (_memory.Committed is null ? _history?.Last is not null : _memory.Epoch!.Token != token); looks++)
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
    /// Ends the epoch of this token, where the store is still in it: somebody knows that records are gone which this state
    /// has to do with.
    /// </summary>
    public async Task EndEpochAsync(string token)
    {
        var (_, epoch) = await ReadWithEpochAsync();
        if (epoch == token)
            await _loader.EndEpochAsync(_memory.Epoch!);
        await ReloadAsync();
    }

    /// <summary>Takes no further turn of somebody else's, waits for what is being written, and makes way for the next activation.</summary>
    public async Task CloseAsync()
    {
        IsClosed = true;
        _timer?.Stop();
        if (_sender is { } sender)
        {
            await sender.StopAsync();
            sender.Dispose();
        }

        await _commits.DrainAsync();
        Engine.Close(this);
        Watchers?.End();
    }

    /// <summary>Runs a turn of the activation, as a call to it would, for somebody on this silo who is not in it.</summary>
    public Task<TResult> TurnAsync<TResult>(Func<Task<TResult>> turn) =>
        Task.Factory.StartNew(turn, CancellationToken.None, TaskCreationOptions.None, _turns).Unwrap();

    /// <summary>
    /// Removes the record, whatever it holds by now, and forgets it. A write under way finds its ETag gone. A tombstone,
    /// placed before, keeps every activation from beginning a new one, also one that had found none before. Events that wait in the
    /// record are published first, where the publisher takes them at once.
    /// </summary>
    /// <param name="isMeant">Whether a state is one to be erased, for a record that may be another's by now; null: any is. What it
    /// is asked of is the record that is removed, and no other.</param>
    /// <returns>False: the record holds a state that is not meant, and stays.</returns>
    public async Task<bool> EraseAsync(Func<TState, bool>? isMeant = null)
    {
        var told = false;
        for (var attempt = 1; ; attempt++)
        {
            var record = await Engine.Store.ReadAsync(RecordKey);
            if (record.ETag != ETag.None && isMeant?.Invoke(_kind.Serializer.Deserialize(record.Payload).State) == false)
                return false;
            var leaving = Leaving(record);
            if (!told && Engine.Publisher is { } publisher && leaving?.Outbox is { } outbox)
            {
                told = true;
                await OutboxSender<TState>.PublishLastAsync(_kind, _key, outbox, publisher);
            }

            if (record.ETag == ETag.None
                || await Engine.Store.WriteAsync(RecordKey, record.ETag, ETag.None, default, record.Epoch, keys: null, IndexesWithout(leaving)) == WriteOutcome.Written)
                break;
            if (attempt == MaxEraseAttempts)
                throw new StoreUnavailableException($"A {_kind.Name} changed too often to be erased.", null);
        }

        await _commits.DrainAsync();
        _memory.Forget();
        _history?.Erased();
        Watchers?.Tell(ETag.None.ToString());
        return true;
    }

    /// <summary>
    /// Does what has been due: its deadline changes it, keys that have run out leave it, and what waits in its outbox is published. For
    /// a state that nobody calls.
    /// </summary>
    /// <param name="patience">How long its events are waited for.</param>
    /// <returns>Whether they are published.</returns>
    public async Task<bool> SettleAsync(TimeSpan patience)
    {
        await CommitAsync(new PendingCommand<TState, bool>(_kind.Tidied));
        Look();
        return await PublishedAsync(patience);
    }

    public async IAsyncEnumerable<TState> ReadEarlierAsync()
    {
        if ((await ReadAsync()).Stored.Spilled is null)
            yield break;
        await foreach (var spilled in _commits.KeysBeside.ReadAllAsync())
        {
            if (spilled.State is { } state)
                yield return state;
        }
    }

    private IndexWrite? IndexesWithout(StoredState<TState>? leaving) =>
        leaving is null ? _kind.Indexes.Without(_key) : _kind.Indexes.Compare(_key, leaving, after: null, Engine.Clock.GetUtcNow());

    /// <summary>What a record holds that is to be erased, which one that can't be read may be too: then a verification finds what it leaves in sums.</summary>
    private StoredState<TState>? Leaving(StoredRecord record)
    {
        try
        {
            return record.ETag == ETag.None ? null : _kind.Serializer.Deserialize(record.Payload);
        }
        catch (Exception)
        {
            // What bytes that are no record make a codec throw is anything.
            return null;
        }
    }

    /// <summary>Decides a command and answers when what it decided, and what it decided on, is durable.</summary>
    private async Task<Reply<TValue>> CommitAsync<TValue>(PendingCommand<TState, TValue> command)
    {
        var lookedAgain = false;
        var knownKeys = 0;
        var looksFirst = _commits.LooksForKeysFirst;
        (SpilledKey<TState>? Key, string Epoch) found = default;
        for (var attempt = 1; ; attempt++)
        {
            while (_memory.Newest is null)
                await _loader.LoadAsync();

            if (command.Epoch is { } epoch && epoch != _memory.Epoch!.Token)
            {
                if (lookedAgain)
                    return EpochMismatch.Refuse<TValue>(_memory.Newest.Tag);
                // The caller may know of a later epoch than this activation does, or of an earlier one.
                lookedAgain = true;
                await ReloadAsync();
                continue;
            }

            ExpireIfDue();
            var basis = _memory.Newest;
            var beside = MayLieBeside(basis, command.Context);
            var pending = beside is { } leaving ? _commits.PendingKey(leaving) : null;
            if (looksFirst && pending is null && beside is { } key)
            {
                looksFirst = false;
                attempt--;
                _commits.BeginLast();
                found = await _commits.KeysBeside.FindAsync(key);
                continue;
            }

            // What was found in another epoch of the store than the basis belongs to says nothing here: the write finds out.
            var spilled = pending ?? (found.Epoch == _memory.Epoch!.Token ? found.Key : null);
            CommandEvaluation<TState, TValue> evaluation;
            try
            {
                evaluation = Evaluate(basis, command, spilled);
            }
            catch
            {
                // What the deadline has changed waits for no other command.
                _commits.BeginLast();
                throw;
            }

            var changes = !ReferenceEquals(evaluation.Next, basis);
            if (!changes && _memory.IsPresumed)
            {
                // No write would find out.
                await ReloadAsync();
                continue;
            }

            var carrier = changes ? _commits.Append(evaluation, command.Context?.Key) : _commits.BeginLast();

            if (carrier is null && evaluation.Reply.Replayed && ReferenceEquals(spilled, null) && !await IsRememberedAsync(command.Context!.Key!.Value.Key))
                continue;
            var result = carrier is null ? new CommitResult(true, null) : await carrier.Done;
            if (result.Written)
            {
                Look();
                return evaluation.Reply;
            }

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
                throw new StoreUnavailableException($"The store did not confirm a write of a {_kind.Name}.", outcomeUnknown, result.Fault);
        }
    }

    private CommandEvaluation<TState, TValue> Evaluate<TValue>(StateVersion<TState> basis, PendingCommand<TState, TValue> command, SpilledKey<TState>? spilled)
    {
        var evaluation = CommandEvaluation<TState, TValue>.On(basis, command, Engine.Clock.GetUtcNow(), Engine.Idempotency, Engine.Serializer, spilled, tells: !Engine.DropsEvents);
        if (ReferenceEquals(evaluation.Next.Stored.Outbox, basis.Stored.Outbox) || (Engine.Publisher is not null && !IsLeased) || command.IsEngines)
            return WithoutRecord(evaluation, basis);
        throw new InvalidOperationException(IsLeased
            ? $"A decision on a leased {_kind.Name} tells an event, which nobody would publish. Nothing was changed."
            : $"A decision on a {_kind.Name} tells an event, and this silo has no {nameof(IEventPublisher)}. Nothing was changed.");
    }

    /// <summary>Where a command leaves what nobody needs, it leaves no record.</summary>
    private CommandEvaluation<TState, TValue> WithoutRecord<TValue>(CommandEvaluation<TState, TValue> evaluation, StateVersion<TState> basis)
    {
        if (ReferenceEquals(evaluation.Next, basis) || !_kind.IsNothing(evaluation.Next.Stored, _key))
            return evaluation;
        var nothing = basis.Tag == ETag.None ? basis : new StateVersion<TState>(_kind.InitialRecord, ETag.None);
        return evaluation with { Next = nothing, Reply = evaluation.Reply with { ETag = nothing.ETag } };
    }

    /// <summary>A state whose deadline has passed is changed before anything is decided on it, in the write that carries the decision.</summary>
    private void ExpireIfDue()
    {
        if (_kind.Deadlines.Count == 0)
            return;
        var now = Engine.Clock.GetUtcNow();
        // What one deadline has made of a state may be due by another.
        try
        {
            for (var deadlines = 0; deadlines < _kind.Deadlines.Count && _memory.Newest is { } basis && _kind.DueOf(basis.State, now) is { } due; deadlines++)
                Expire(basis, due, now);
        }
        catch
        {
            // What an earlier deadline has changed waits for no other command.
            _commits.BeginLast();
            throw;
        }
    }

    private void Expire(StateVersion<TState> basis, Deadline<TState> deadline, DateTimeOffset now)
    {
        PendingCommand<TState, TState> expiry = new Command<TState, TState>(state => deadline.Expire(state, now));
        var evaluation = Evaluate(basis, expiry with { IsDue = true }, spilled: null);
        if (evaluation.Reply.Refusal is { } refusal)
            throw new InvalidOperationException($"The deadline of a {_kind.Name} has passed, and its rule refused: {refusal.Message}");
        if (!ReferenceEquals(evaluation.Next, basis))
            _commits.AppendTo(evaluation, fresh: null);
    }

    /// <summary>What a state that has become durable asks for: that its deadline is kept, and its events are published.</summary>
    private void Look()
    {
        if (_memory.Committed is not { } durable || IsClosed)
            return;
        if (Watchers?.Tell(durable.ETag) == false)
            Watchers = null;
        _timer?.Watch(durable.State);
        if (durable.Stored.Outbox is not null && Engine.Publisher is { } publisher && !IsLeased)
            (_sender ??= new OutboxSender<TState>(_kind, _key, this, publisher)).SendWaiting();
    }

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
            throw new StoreUnavailableException($"The store did not confirm what was remembered of a {_kind.Name}.", outcomeUnknown: true, fault);
        }
    }

    /// <summary>The key of a command that may have taken effect so long ago that the record does not have it any more.</summary>
    private static Guid? MayLieBeside(StateVersion<TState> basis, CommandContext? context) =>
        context?.Key is { } key && basis.Stored.Spilled is not null && !basis.Stored.Keys.Any(k => k.Key == key.Key) ? key.Key : null;

    /// <summary>What is durable is looked up again; a write under way finds out by itself whether its epoch has ended.</summary>
    private async Task ReloadAsync()
    {
        if (_commits.BeginLast() is { } underWay)
        {
            await underWay.Done;
            return;
        }

        _memory.Forget();
        await _loader.LoadAsync();
        Look();
    }

    private async ValueTask<StateVersion<TState>> LoadAndReadAsync()
    {
        while (_memory.Committed is null)
            await _loader.LoadAsync();
        Look();
        return await ReadInTimeAsync(_memory.Committed);
    }

    /// <summary>A durable state, or where its deadline has passed what it has become.</summary>
    private ValueTask<StateVersion<TState>> ReadInTimeAsync(StateVersion<TState> durable)
    {
        if (_kind.DueOf(durable.State, Engine.Clock.GetUtcNow()) is not null)
            return ExpireAndReadAsync();
        if (!IsClosed)
            _timer?.Watch(durable.State);
        return new(durable);
    }

    private async ValueTask<StateVersion<TState>> ExpireAndReadAsync()
    {
        // Changes nothing but what the deadline does, which comes before any command.
        await CommitAsync(new PendingCommand<TState, bool>(static stored => stored));
        while (_memory.Committed is null)
            await _loader.LoadAsync();
        return _memory.Committed;
    }
}
