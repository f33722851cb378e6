using System.Collections.Immutable;

namespace OrleansState.Api.Sessions;

/// <summary>Answer of <c>GET /me/sessions</c>.</summary>
/// <param name="Sessions">The open sessions, the one unused longest first.</param>
internal sealed record SessionsAnswer(ImmutableArray<SessionAnswer> Sessions);
