using System.Collections.Immutable;
using OrleansState.Kafka;

namespace OrleansState.Api.Admin;

/// <summary>Answer of <c>GET /admin/users/{id}/history</c>.</summary>
/// <param name="UserId">Whose cart.</param>
/// <param name="Events">What happened to it, the newest first; each once, however often it was told.</param>
/// <param name="Complete">Whether these are all that the topic still has of this user; false: there are older ones, or there was no time to look for them.</param>
internal sealed record HistoryAnswer(string UserId, ImmutableArray<HistoryEventAnswer> Events, bool Complete)
{
    public static HistoryAnswer Of(string userId, ToldEvents told) => new(userId, [.. told.Events.Select(HistoryEventAnswer.Of).OfType<HistoryEventAnswer>()], told.IsWhole);
}
