using OrleansState.Storage;

namespace OrleansState;

/// <summary>
/// The refusal of a command that was meant for another epoch of the store than the one the state belongs to. What the
/// caller had read before it sent the command may be gone, so that it has to begin anew; nothing was changed.
/// </summary>
public static class EpochMismatch
{
    private const string Code = "other-store-epoch";

    internal static Reply<TValue> Refuse<TValue>(ETag etag) =>
        new(default, new Refusal(Code, "The store is in another epoch than the one this command was meant for."), etag.ToString());

    /// <summary>Whether it is this one.</summary>
    /// <param name="refusal">A refusal, or none.</param>
    public static bool Is(Refusal? refusal) => refusal?.Code == Code;
}
