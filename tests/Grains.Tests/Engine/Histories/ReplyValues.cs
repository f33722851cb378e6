namespace OrleansState.Grains.Tests.Engine.Histories;

internal static class ReplyValues
{
    /// <summary>The reply with what matters of its value.</summary>
    public static Reply<TOut> Select<TIn, TOut>(this Reply<TIn> reply, Func<TIn, TOut> select) =>
        new(reply.Refusal is null ? select(reply.Value!) : default, reply.Refusal, reply.ETag, reply.Replayed);
}
