using OrleansState.Replies;

namespace OrleansState.Grains.Engine;

/// <summary>
/// The refusal of a command that was meant for another life of the store than the one the state belongs to. What the
/// caller had read before it sent the command may be gone, so that it has to begin anew; nothing was changed.
/// </summary>
internal static class OtherLife
{
    private const string Code = "other-store-life";

    public static Reply<TValue> Refuse<TValue>(ETag etag) =>
        new(default, new Refusal(Code, "The store is in another life than the one this command was meant for."), etag.ToString());

    public static bool Is(Refusal? refusal) => refusal?.Code == Code;
}
