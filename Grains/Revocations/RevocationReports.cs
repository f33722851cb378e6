using System.Collections.Immutable;
using OrleansState.Grains.Sessions;
using OrleansState.Revocations;

namespace OrleansState.Grains.Revocations;

/// <summary>
/// Finds out which of a user's sessions were revoked, and reports them to <see cref="IRevocationsGrain"/> once the store has it.
/// A session that was in the last state looked at and is no more in the durable one was revoked, by whatever call: also by one
/// that broke off without learning that its write had landed.
/// </summary>
internal sealed class RevocationReports(string userId, IDurableState<SessionsState> state, IGrainFactory grains)
{
    private SessionsState? _reported;

    /// <summary>Looks at what is there before the first change.</summary>
    public async ValueTask BeginAsync()
    {
        if (_reported is not null)
            return;
        var before = (await state.ReadAsync()).State;
        _reported ??= before;
    }

    /// <summary>Reports what is gone since the last look.</summary>
    public void Report()
    {
        var read = state.ReadAsync();
        // A state that has to come from the store first is looked at after the next call.
        if (!read.IsCompletedSuccessfully)
            return;
        var durable = read.Result.State;
        if (ReferenceEquals(durable, _reported))
            return;
        var open = durable.Sessions.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        var revoked = _reported!.Sessions.Where(s => !open.Contains(s.Id)).Select(s => new Revocation(userId, s.Id)).ToImmutableArray();
        _reported = durable;
        if (!revoked.IsEmpty)
            Send(revoked);
    }

    /// <summary>Takes what is there as it is, so that nobody is told of what is gone.</summary>
    public async Task SkipAsync() => _reported = (await state.ReadAsync()).State;

    /// <summary>Reports every session of the user, whatever it was.</summary>
    public void ReportAll() => Send([new Revocation(userId, SessionId: null)]);

    private void Send(ImmutableArray<Revocation> revocations) =>
        grains.GetGrain<IRevocationsGrain>(IRevocationsGrain.Key).AddAsync(revocations).Ignore();
}
