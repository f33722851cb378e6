namespace OrleansState;

/// <summary>
/// A grain's state and its record in the store, injected by <see cref="DurableStateAttribute"/>. Commands are decided on the newest
/// state in memory and answered when the write that carries them is durable; commands that come while a write is under way
/// share the next one. So the grain should be reentrant, keeps no state of its own beside it, and needs no lock.
/// </summary>
/// <typeparam name="TState">An immutable record with <c>[GenerateSerializer]</c>, an <c>[Alias]</c> and frozen <c>[Id(n)]</c>s.</typeparam>
public interface IDurableState<TState>
    where TState : class
{
    /// <summary>The last durable state. Waits for the store only when the activation has none, never for a write under way.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    /// <exception cref="StateUnreadableException">There is a record that this program can't read.</exception>
    /// <exception cref="UserErasedException">The user was erased.</exception>
    ValueTask<StateVersion<TState>> ReadAsync();

    /// <summary>
    /// The last durable state, whoever wrote it: the store is asked whether the record is still the one in memory. For a state
    /// that leases write too, of which an activation on another silo hears nothing.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    /// <exception cref="StateUnreadableException">There is a record that this program can't read.</exception>
    /// <exception cref="UserErasedException">The user was erased.</exception>
    Task<StateVersion<TState>> ReadLatestAsync();

    /// <summary>The last durable state, and the token of the store's epoch that it belongs to.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    /// <exception cref="UserErasedException">The user was erased.</exception>
    ValueTask<(StateVersion<TState> Version, string Epoch)> ReadWithEpochAsync();

    /// <summary>Decides a command and answers when what it decided, and what it decided on, is durable.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The store did not answer. <see cref="StoreUnavailableException.OutcomeUnknown"/> tells whether the command may have taken effect.
    /// </exception>
    /// <exception cref="StateUnreadableException">There is a record that this program can't read.</exception>
    /// <exception cref="UserErasedException">The user was erased, before the command or while it was written.</exception>
    Task<Reply<TValue>> CommitAsync<TValue>(Command<TState, TValue> command);

    /// <summary>Applies records of a log, or looks at what the state contains of one, and answers when what it decided is durable.</summary>
    /// <inheritdoc cref="CommitAsync{TValue}(Command{TState, TValue})" path="/exception"/>
    Task<Reply<TValue>> CommitAsync<TValue>(LogCommand<TState, TValue> command);

    /// <summary>
    /// Ends the epoch of this token, where the store is still in it: the caller knows that records are gone which this state
    /// speaks of. Every log is read again from its beginning.
    /// </summary>
    /// <exception cref="StoreUnavailableException">No answer; the epoch may have ended all the same.</exception>
    Task EndEpochAsync(string token);

    /// <summary>Removes the record, whatever it holds by now, and forgets it.</summary>
    /// <param name="isMeant">
    /// Whether a state is one to be erased, for a record that may be another's by now; null: any is. What it is asked of is the
    /// record that is removed, and no other.
    /// </param>
    /// <returns>Whether there is no record any more; false where it was not meant.</returns>
    /// <exception cref="StoreUnavailableException">No answer; the record may be gone all the same.</exception>
    Task<bool> EraseAsync(Func<TState, bool>? isMeant = null);

    /// <summary>
    /// The earlier states that the store keeps beside the record for the answers of idempotency keys that it has no room for. They
    /// belong to what the store holds of this grain, and so to an export of it.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    IAsyncEnumerable<TState> ReadEarlierAsync();
}

/// <summary>The usual forms of a command.</summary>
public static class DurableStateCommands
{
    /// <summary>Decides a command that takes no idempotency key; a condition is looked at.</summary>
    /// <param name="state">The state it is decided on.</param>
    /// <param name="decide">The rule. It is asked again, on another state, when a write it took part in certainly did not happen.</param>
    public static Task<Reply<TValue>> CommitAsync<TState, TValue>(this IDurableState<TState> state, Func<TState, Decision<TState, TValue>> decide)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.CommitAsync(new Command<TState, TValue>(decide));
    }

    /// <summary>
    /// Decides a command that takes effect once under its idempotency key. Its answer is remembered as it is.
    /// </summary>
    /// <param name="state">The state it is decided on.</param>
    /// <param name="decide">The rule. It is asked again, on another state, when a write it took part in certainly did not happen.</param>
    /// <param name="context">Condition and key, or null.</param>
    /// <exception cref="InvalidOperationException">
    /// There is a key, and the answer is larger than <see cref="IdempotencyOptions.MaxAnswerBytes"/>; nothing was changed.
    /// </exception>
    public static Task<Reply<TValue>> CommitAsync<TState, TValue>(
        this IDurableState<TState> state, Func<TState, Decision<TState, TValue>> decide, CommandContext? context)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.CommitAsync(new Command<TState, TValue>(decide, Context: context));
    }

    /// <summary>Decides a command that takes effect once under its idempotency key, and whose answer is too large to be remembered.</summary>
    /// <param name="state">The state it is decided on.</param>
    /// <param name="decide">The rule.</param>
    /// <param name="recall">Rebuilds the first answer from a later state and the receipt that the rule gave with it.</param>
    /// <param name="context">Condition and key, or null.</param>
    public static Task<Reply<TValue>> CommitAsync<TState, TValue>(
        this IDurableState<TState> state, Func<TState, Decision<TState, TValue>> decide, Func<TState, Receipt, TValue> recall, CommandContext? context)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.CommitAsync(new Command<TState, TValue>(decide, recall, context));
    }
}
