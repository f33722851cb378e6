using System.Collections.Immutable;

namespace OrleansState;

/// <summary>What a caller says about a command beside the command itself.</summary>
/// <param name="IfMatch">The ETag of an earlier reply: the command is refused unless it still names the newest state. Null: no condition.</param>
/// <param name="Key">Makes the command take effect once, however often it is sent. Null: each call is a command of its own.</param>
/// <param name="IfNoneMatch">The command is refused where one of these ETags names the newest state. Null: no condition.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.command-context")]
public sealed record CommandContext(
    [property: Id(0)] string? IfMatch = null,
    [property: Id(1)] IdempotencyKey? Key = null,
    [property: Id(2)] ImmutableArray<string>? IfNoneMatch = null)
{
    /// <summary>No condition, no key.</summary>
    public static CommandContext None { get; } = new();
}
