namespace OrleansState;

/// <summary>Why a command was refused. Nothing was changed; the same command may be accepted later.</summary>
/// <param name="Code">Stable and documented in <c>docs/problems.md</c>, e.g. <c>cart-empty</c>; clients may switch on it.</param>
/// <param name="Message">For people: what was refused, which key, which limit.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.refusal")]
public sealed record Refusal([property: Id(0)] string Code, [property: Id(1)] string Message);
