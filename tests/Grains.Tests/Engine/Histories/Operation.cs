namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>A call as its client saw it. Times are ticks of one counter, so that they order calls.</summary>
/// <param name="Client">Who called.</param>
/// <param name="Call">What was called.</param>
/// <param name="Invoked">When it was sent, for the first time where it was retried under its key.</param>
/// <param name="Returned">When it was answered; <see cref="long.MaxValue"/> where the outcome stayed unknown.</param>
/// <param name="Answer">The answer in words, or null where the outcome stayed unknown.</param>
internal sealed record Operation<TCall>(int Client, TCall Call, long Invoked, long Returned, string? Answer)
{
    public override string ToString() =>
        $"client {Client} {Invoked,3}..{(Answer is null ? "  ?" : $"{Returned,3}")}  {Call} -> {Answer ?? "outcome unknown"}";
}
