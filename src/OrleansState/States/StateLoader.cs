using OrleansState.Idempotency;
using OrleansState.Storage;

namespace OrleansState;

/// <summary>
/// Loads a record, and on the way puts right what a look at it shows: gives the store back what it has lost, ends an epoch in
/// which records are gone, and writes a record of an earlier form in today's.
/// </summary>
internal sealed class StateLoader<TState>(StateKind<TState> kind, string key, string recordKey, StateMemory<TState> memory, ETagHistory<TState>? history)
    where TState : class
{
    private Task? _loading;

    /// <summary>Whoever asks while a load is under way waits for that one.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    /// <exception cref="StateUnreadableException">There is a record that this program can't read.</exception>
    /// <exception cref="UserErasedException">There is no record, and none may be begun.</exception>
    public Task LoadAsync() => _loading ??= LoadOnceAsync();

    /// <summary>The store has lost records in the middle of an epoch: nothing in memory speaks for it, and what was counted is counted again.</summary>
    public async Task EndEpochAsync(StoreEpoch epoch)
    {
        kind.Engine.Metrics.Gone(kind.Name);
        await kind.Engine.Store.EndAsync(epoch);
        history?.Erased();
    }

    private async Task LoadOnceAsync()
    {
        try
        {
            // The caller stores this task in _loading before anyone can ask again.
            await Task.Yield();
            while (await ReadRecordAsync() is var record && !await TakeAsync(record))
            {
            }
        }
        finally
        {
            _loading = null;
        }
    }

    /// <summary>False: the record has to be read again.</summary>
    private async Task<bool> TakeAsync(StoredRecord record)
    {
        if (kind.FromLog && history!.IsGone(record))
        {
            await EndEpochAsync(record.Epoch);
            return false;
        }

        if (kind.RestoresLostWrites && history!.IsAheadOf(record))
            return await RestoreLostWritesAsync(record);
        var version = new StateVersion<TState>(record.ETag == ETag.None ? kind.InitialRecord : Read(record), record.ETag);
        if (version.State is IKeptLogMemory<TState> { Kept: { } kept } earlier)
        {
            var found = version.Stored;
            version = new StateVersion<TState>(version.Stored with { State = earlier.WithoutKept(), Log = kept, Name = record.ETag.Value }, record.ETag);
            return await WriteTodaysFormAsync(found, version, record);
        }

        memory.Load(version, record.Epoch);
        history?.Loaded(version, record.Epoch);
        return true;
    }

    /// <exception cref="StateUnreadableException">The record is none of this kind, or of a form that this release does not know.</exception>
    private StoredState<TState> Read(StoredRecord record)
    {
        try
        {
            return kind.Serializer.Deserialize(record.Payload) is { State: not null } stored ? stored : throw new InvalidDataException("It holds no state.");
        }
        catch (Exception fault)
        {
            // What bytes that are no record make a codec throw is anything.
            kind.Engine.Metrics.Unreadable(kind.Name);
            throw new StateUnreadableException(recordKey, $"{fault.GetType().Name}: {fault.Message}");
        }
    }

    private async Task<StoredRecord> ReadRecordAsync()
    {
        var record = await kind.Engine.Store.ReadAsync(recordKey);
        if (!record.Erased)
            return record;
        history?.Erased();
        throw new UserErasedException();
    }

    /// <summary>
    /// Gives the store back what it had acknowledged and lost. False: somebody else wrote meanwhile, or the user was erased.
    /// </summary>
    private async Task<bool> RestoreLostWritesAsync(StoredRecord record)
    {
        // What was removed, and came back, is removed again.
        var restored = history!.Last!.Tag == ETag.None ? history.Last : history.Last.Under(ETag.New());
        var lost = history.SpilledSince(record.ETag);
        var keys = lost.Count == 0 || restored.Tag == ETag.None ? null : kind.Engine.KeysBeside<TState>(recordKey).Again(lost, restored.Stored.Spilled);
        if (!await ReplaceAsync(record, record.ETag == ETag.None ? null : Read(record), restored, keys))
            return false;
        kind.Engine.Metrics.Healed(kind.Name);
        memory.Load(restored, record.Epoch);
        history!.Written(restored, record.Epoch, []);
        return true;
    }

    private async Task<bool> WriteTodaysFormAsync(StoredState<TState> found, StateVersion<TState> today, StoredRecord record)
    {
        var written = new StateVersion<TState>(kind.Indexes.Marked(today.Stored), ETag.New());
        if (!await ReplaceAsync(record, found, written, keys: null))
            return false;
        memory.Load(written, record.Epoch);
        history?.Loaded(written, record.Epoch);
        return true;
    }

    /// <summary>A write that is no command's: whoever waits for the load has changed nothing, and the next load sees whether it landed.</summary>
    private async Task<bool> ReplaceAsync(StoredRecord record, StoredState<TState>? found, StateVersion<TState> version, KeyWrite? keys)
    {
        try
        {
            var after = version.Tag == ETag.None ? null : version.Stored;
            var payload = after is null ? default : kind.Serializer.Serialize(after);
            var indexes = kind.Indexes.Compare(key, found, after, kind.Engine.Clock.GetUtcNow());
            var outcome = await kind.Engine.Store.WriteAsync(recordKey, record.ETag, version.Tag, payload, record.Epoch, keys, indexes);
            if (outcome != WriteOutcome.Written)
                kind.Engine.Metrics.Conflict(kind.Name);
            return outcome == WriteOutcome.Written;
        }
        catch (StoreUnavailableException fault) when (fault.OutcomeUnknown)
        {
            throw new StoreUnavailableException(fault.Message, false, fault);
        }
    }
}
