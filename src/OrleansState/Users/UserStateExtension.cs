using System.Collections.Immutable;

namespace OrleansState.Users;

/// <summary>Exports and erases the users' states of an activation.</summary>
internal sealed class UserStateExtension(IGrainContext context) : IUserStateExtension
{
    private IReadOnlyList<IUserState> States => context.GetComponent<UserStates>()?.All ?? [];

    public async Task<ImmutableArray<UserRecord>> ExportAsync(ImmutableArray<string> exceptKinds)
    {
        var records = ImmutableArray.CreateBuilder<UserRecord>();
        foreach (var state in States.Where(state => !exceptKinds.Contains(state.Kind)))
        {
            if (await state.ExportAsync() is { } record)
                records.Add(record);
        }

        return records.DrainToImmutable();
    }

    public async Task EraseAsync()
    {
        foreach (var state in States)
            await state.EraseAsync();
        context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The user was erased."));
    }
}
