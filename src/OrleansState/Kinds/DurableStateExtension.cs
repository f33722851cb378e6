namespace OrleansState;

/// <summary>Looks after the states of an activation.</summary>
internal sealed class DurableStateExtension(IGrainContext context) : IDurableStateExtension
{
    public async Task SettleAsync(TimeSpan patience)
    {
        var states = context.GetComponent<Activation>()?.States ?? [];
        foreach (var state in states)
            await SettleAsync(state, patience);
        if (states.All(static state => !state.IsUsed))
            context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "What was due of its states is done."));
    }

    private static async Task SettleAsync(ISettled state, TimeSpan patience)
    {
        try
        {
            await state.SettleAsync(patience);
        }
        catch (UserErasedException)
        {
            // There is no record, and nothing is due.
        }
    }
}
