
namespace OrleansState.KafkaBridge.Events;

/// <summary>What a record says: whose click and which, or why it says nothing usable, or nothing at all (a null value).</summary>
/// <param name="UserId">Whose click.</param>
/// <param name="Action">Which.</param>
/// <param name="Origin">Where it first lay, if it says that it is a redriven one. Anybody can say so: see <see cref="DeadLetters.RedriveClaim"/>.</param>
/// <param name="Fault">Why it can't be used.</param>
internal readonly record struct ClickEvent(string? UserId, string? Action, LogPosition? Origin, EventFault? Fault)
{
    /// <summary>A record without a value: skipped.</summary>
    public static ClickEvent None => default;

    public static ClickEvent Unusable(EventFault fault) => new(null, null, null, fault);
}
