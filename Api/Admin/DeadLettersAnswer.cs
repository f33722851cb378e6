using System.Collections.Immutable;

namespace OrleansState.Api.Admin;

/// <summary>Answer of <c>GET /admin/dead-letters</c>.</summary>
/// <param name="DeadLetters">The newest first; one of each event, however often it came back.</param>
internal sealed record DeadLettersAnswer(ImmutableArray<DeadLetterAnswer> DeadLetters);
