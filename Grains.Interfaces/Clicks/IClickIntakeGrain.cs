namespace OrleansState.Clicks;

/// <summary>
/// Takes the clicks of all users of one slot in one message, on the silo where their counters live; the grain key is
/// <see cref="ClickSlots.KeyOf"/>. A call for every user of a poll would cost more than the count.
/// </summary>
[Alias("orleansstate.IClickIntakeGrain")]
public interface IClickIntakeGrain : IGrainWithStringKey
{
    /// <summary>
    /// Gives each user's clicks to that user's counter, as <see cref="IClickCounterGrain.ApplyAsync"/> would, and answers
    /// when all of it is durable, or all but what <see cref="BatchReceipt.Left"/> names: counters that are not in memory take
    /// long enough that many of them do not fit into one call. Throws <see cref="StoreUnavailableException"/> where the store confirmed not all of it;
    /// the same delivery sent again counts what is missing and nothing twice. A user whose record can't be read is named in <see cref="BatchReceipt.Unreadable"/>.
    /// </summary>
    [Alias("Deliver")]
    Task<BatchReceipt> DeliverAsync(ClickDelivery delivery);
}
