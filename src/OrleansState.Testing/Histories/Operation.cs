namespace OrleansState.Testing;

/// <summary>A call as its client saw it. Times are ticks of one counter, so that they order calls.</summary>
/// <param name="Client">Who called.</param>
/// <param name="Call">What was called.</param>
/// <param name="Invoked">When it was sent, for the first time where it was retried under its key.</param>
/// <param name="Returned">When it was answered; <see cref="long.MaxValue"/> where the outcome stayed unknown.</param>
/// <param name="Answer">The answer in words, or null where the outcome stayed unknown.</param>
/// <param name="IsKeyed">Whether it was sent under an idempotency key, and again where it was not answered.</param>
/// <param name="MayBeStale">Where it changes nothing, it may have been answered from an earlier state.</param>
/// <param name="First">The answer that was given under its key before; it had its effect then, and has none now. Null: it had none.</param>
internal sealed record Operation(int Client, ModelCall Call, long Invoked, long Returned, string? Answer, bool IsKeyed = false, bool MayBeStale = false, string? First = null)
{
    public (object Model, string Answer) Apply(object model) => First is null ? Call.Apply(model) : (model, First);

    /// <summary>It as somebody saw it at a time when it had not been answered.</summary>
    public Operation Unanswered() => this with { Returned = long.MaxValue, Answer = null };

    /// <summary>What was sent, as a drawing shows it.</summary>
    public string Sent => (IsKeyed, First) switch
    {
        (_, not null) => $"{Call} (keyed) again",
        (true, _) => $"{Call} (keyed)",
        _ => Call.Text,
    };

    public override string ToString() => $"{Lanes.Of(Client)}: {Sent} -> {Answer ?? "outcome unknown"}";
}
