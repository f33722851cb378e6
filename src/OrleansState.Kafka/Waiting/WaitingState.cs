using System.Collections.Immutable;

namespace OrleansState.Kafka.Waiting;

/// <summary>What is stored of who waits in a partition. Field ids and the alias are frozen: older records must still load.</summary>
/// <param name="Log">The topic's id, or null where nobody has waited.</param>
/// <param name="Users">Each user once.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.waiting-state")]
internal sealed record WaitingState([property: Id(0)] string? Log, [property: Id(1)] ImmutableArray<WaitingUser> Users)
{
    public static WaitingState Nobody { get; } = new();

    /// <summary>Nobody waits.</summary>
    public WaitingState() : this(null, [])
    {
    }
}
