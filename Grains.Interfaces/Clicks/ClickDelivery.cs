using System.Collections.Immutable;

namespace OrleansState.Clicks;

/// <summary>The clicks of many users out of one partition, in one message.</summary>
/// <param name="Log">As in <see cref="ClickBatch"/>.</param>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="Epoch">As in <see cref="ClickBatch"/>.</param>
/// <param name="Users">Each user once.</param>
/// <param name="KnowsUnreadable">Whether the sender looks at <see cref="BatchReceipt.Unreadable"/>; one of an earlier release does not.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.click-delivery")]
public sealed record ClickDelivery(
    [property: Id(0)] string Log,
    [property: Id(1)] int Partition,
    [property: Id(2)] string Epoch,
    [property: Id(3)] ImmutableArray<UserClicks> Users,
    [property: Id(4)] bool KnowsUnreadable = false);
