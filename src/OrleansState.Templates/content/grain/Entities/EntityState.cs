namespace Shop.Entities;

/// <summary>What is stored. New members get new ids; none is removed, renamed or retyped once there are records.</summary>
[GenerateSerializer, Immutable, Alias("entity-kind-state")]
public sealed record EntityState
{
    [Id(0)] public long Amount { get; init; }
}
