using System.Collections.Immutable;

namespace OrleansState.Clicks;

/// <summary>
/// One user's clicks of one partition, from where the partition was begun to where it has been read. Below the checkpoint
/// all of them have been delivered, so that they are given in sums; of the later ones the counter contains those up to its
/// mark.
/// </summary>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="NextOffset">Up to where the partition has been read.</param>
/// <param name="LastCertain">The offset of the user's last click below the checkpoint; -1 where there is none.</param>
/// <param name="Certain">Clicks below the checkpoint by action, in the order in which the actions first came, without redriven ones.</param>
/// <param name="Redriven">Redriven clicks below the checkpoint, in ascending order of offset.</param>
/// <param name="Later">Clicks from the checkpoint on, in ascending order of offset.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.user-partition")]
public sealed record UserPartition(
    [property: Id(0)] int Partition,
    [property: Id(1)] long NextOffset,
    [property: Id(2)] long LastCertain,
    [property: Id(3)] ImmutableArray<ClickCount> Certain,
    [property: Id(4)] ImmutableArray<LoggedClick> Redriven,
    [property: Id(5)] ImmutableArray<LoggedClick> Later);
