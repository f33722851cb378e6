namespace OrleansState;

/// <summary>Looks after the states of an activation.</summary>
internal sealed class DurableStateExtension(IGrainContext context) : IDurableStateExtension
{
    public async Task<bool> SettleAsync(TimeSpan patience)
    {
        var states = context.GetComponent<Activation>()?.States ?? [];
        var published = true;
        foreach (var state in states)
            published &= await SettleAsync(state, patience);
        if (states.All(static state => !state.IsUsed))
            context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "What was due of its states is done."));
        return published;
    }

    private static async Task<bool> SettleAsync(ISettled state, TimeSpan patience)
    {
        try
        {
            return await state.SettleAsync(patience);
        }
        catch (UserErasedException)
        {
            // There is no record, and nothing is due.
            return true;
        }
    }
}
