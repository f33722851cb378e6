using OrleansState.Replies;

namespace OrleansState.Grains.Engine;

/// <summary>
/// The state of one activation and its record in the store. Turns decide on the newest state in memory and are
/// answered after the write that carries it; turns that arrive while a write is under way share the next one. Reads
/// see what is durable. See <c>README.md</c> in this folder for the guarantee.
/// </summary>
/// <remarks>Runs on the activation's scheduler only: between two awaits nothing else touches it, so it needs no lock.</remarks>
internal sealed class DurableState<TState>(
    IStateStore store, StateSerializer<TState> serializer, EngineMetrics metrics, string kind, string key, TState initial)
    where TState : class
{
    /// <summary>How often a command is decided anew after a write that certainly did not happen.</summary>
    private const int MaxAttempts = 4;

    private readonly string _recordKey = $"{kind}/{key}";
    private StateVersion<TState>? _committed;
    private StateVersion<TState>? _newest;
    private StoreIncarnation? _incarnation;
    private Task? _loading;
    private Commit? _inFlight;
    private Commit? _next;

    /// <summary>The last durable state. Waits for the store only when the activation has none, never for a write under way.</summary>
    public ValueTask<StateVersion<TState>> ReadAsync() => _committed is { } committed ? new(committed) : LoadAndReadAsync();

    /// <summary>Decides a command and answers when what it decided, and what it decided on, is durable.</summary>
    /// <param name="decide">The rule. Called again when the write it took part in certainly did not happen.</param>
    /// <param name="ifMatch">The ETag the newest state must have, or null.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer. Nothing of the command stays in memory.</exception>
    public async Task<Reply<TValue>> CommitAsync<TValue>(Func<TState, Decision<TState, TValue>> decide, string? ifMatch = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            while (_newest is null)
                await LoadAsync();

            var basis = _newest;
            var decision = ifMatch is null || ifMatch == basis.ETag.ToString()
                ? decide(basis.State)
                : Decision<TState, TValue>.Refuse(basis.State, RefusalCodes.PreconditionFailed, $"The {kind} has changed since {ifMatch}.");
            var changes = !ReferenceEquals(decision.State, basis.State);
            var version = changes ? new StateVersion<TState>(decision.State, ETag.New()) : basis;
            var carrier = changes ? Append(version) : _next ?? _inFlight;

            var result = carrier is null ? new CommitResult(true, null) : await carrier.Done;
            if (result.Written)
                return new Reply<TValue>(decision.Value, decision.Refusal, version.ETag.ToString());

            // A command that changed nothing can't have had an effect, whatever became of the write it waited for.
            var outcomeUnknown = changes && result.Fault is { OutcomeUnknown: true };
            if (result.Fault is not null || attempt == MaxAttempts)
                throw new StoreUnavailableException($"The store did not confirm a write of a {kind}.", outcomeUnknown, result.Fault);
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
            var record = await store.ReadAsync(_recordKey);
            var state = record.ETag == ETag.None ? initial : serializer.Deserialize(record.Payload);
            _incarnation = record.Incarnation;
            _committed = _newest = new StateVersion<TState>(state, record.ETag);
        }
        finally
        {
            _loading = null;
        }
    }

    private Commit Append(StateVersion<TState> version)
    {
        _newest = version;
        _next ??= new Commit();
        _next.Commands++;
        var carrier = _next;
        if (_inFlight is null)
            _ = WriteWhileNeededAsync();
        return carrier;
    }

    private async Task WriteWhileNeededAsync()
    {
        while (_next is { } commit)
        {
            _inFlight = commit;
            _next = null;
            var result = await WriteAsync(_newest!);
            _inFlight = null;
            if (!result.Written)
                Forget(result);
            commit.Complete(result);
        }
    }

    private async Task<CommitResult> WriteAsync(StateVersion<TState> version)
    {
        var commands = _inFlight!.Commands;
        try
        {
            var payload = serializer.Serialize(version.State);
            var outcome = await store.WriteAsync(_recordKey, _committed!.ETag, version.ETag, payload, _incarnation!);
            if (outcome != WriteOutcome.Written)
            {
                metrics.Conflict(kind);
                return new CommitResult(false, null);
            }

            metrics.Written(kind, commands);
            _committed = version;
            return new CommitResult(true, null);
        }
        catch (StoreUnavailableException fault)
        {
            metrics.Failed(kind);
            return new CommitResult(false, fault);
        }
        catch (Exception defect)
        {
            // Whatever broke, those who wait must hear of it, and must not be told that nothing happened.
            metrics.Failed(kind);
            return new CommitResult(false, new StoreUnavailableException($"A write of a {kind} broke off.", true, defect));
        }
    }

    /// <summary>
    /// After a write that failed nothing in memory can be trusted: the write may have landed, and what was decided since
    /// stands on it. Everybody who waits for the next write is told, and the record is loaded before anyone is answered.
    /// </summary>
    private void Forget(CommitResult result)
    {
        _committed = _newest = null;
        // What waited for the next write was never sent, so its outcome is known: it did not happen.
        var fault = result.Fault is null ? null : new StoreUnavailableException(result.Fault.Message, false, result.Fault);
        _next?.Complete(new CommitResult(false, fault));
        _next = null;
    }
}
