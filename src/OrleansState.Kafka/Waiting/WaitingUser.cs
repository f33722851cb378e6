namespace OrleansState.Kafka.Waiting;

/// <summary>A user whose clicks of a partition wait.</summary>
/// <param name="UserId">The user.</param>
/// <param name="First">The offset of the first that waits.</param>
/// <param name="Last">The offset of the last that waits.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.waiting-user")]
internal sealed record WaitingUser([property: Id(0)] string UserId, [property: Id(1)] long First, [property: Id(2)] long Last);
