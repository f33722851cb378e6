using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Confluent.Kafka;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Api.OpenApi;
using OrleansState.Api.Problems;
using OrleansState.AspNetCore;
using OrleansState.Erasure;
using OrleansState.Events;
using OrleansState.Kafka;
using OrleansState.Users;

namespace OrleansState.Api.Admin;

/// <summary>What happened to a user's cart, as it was told: read back from the topic, and no state of anybody.</summary>
internal static class HistoryEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = KafkaEventHistory.MaxEvents;

    public static void MapHistory(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/users/{id}/history", GetAsync).WithTags("Admin").RequireAuthorization(AdminPolicy.Name)
            .WithName("GetUserHistory").WithSummary("What happened to a user's cart, the newest first")
            .Refuses(ProblemCodes.InvalidField, ProblemCodes.NotFound, ProblemCodes.HistoryNotKept, ProblemCodes.StoreUnavailable, ProblemCodes.KafkaUnavailable);

    private static async Task<Results<Ok<HistoryAnswer>, ProblemHttpResult>> GetAsync(
        [Description(AdminEndpoints.IdText), StringLength(UserIds.MaxLength, MinimumLength = 1), RegularExpression(Patterns.UserId)] string id,
        IServiceProvider services, KnownUsers users, IClusterClient cluster, HttpContext http, CancellationToken cancelled,
        [Description("How many of the newest are listed at most."), Range(1, MaxLimit)] int limit = DefaultLimit)
    {
        AdminEndpoints.RequireUserId(id);
        if (limit is < 1 or > MaxLimit)
            return Problem.Of(ProblemCodes.InvalidField, $"The parameter limit is {limit}; it lies between 1 and {MaxLimit}.");
        if (services.GetService<KafkaEventHistory>() is not { } history)
            return Problem.Of(ProblemCodes.HistoryNotKept, "What happened is told to Kafka and kept nowhere else, and this process knows no Kafka: Kafka:BootstrapServers is not set, or Kafka:Enabled is false.");
        // That the user was erased may not have been told yet.
        if (!(await cluster.GetGrain<IErasedUsersGrain>(IErasedUsersGrain.Key).FindErasedAsync([id])).IsEmpty)
            return AdminEndpoints.Nobody();
        try
        {
            var told = await history.ReadAsync(id, limit, told => told.Type == ChangeEvents.UserErased, cancelled);
            return told.Events.Count > 0 || await users.IsKnownAsync(id) ? TypedResults.Ok(HistoryAnswer.Of(id, told)) : AdminEndpoints.Nobody();
        }
        catch (Exception fault) when (fault is KafkaException or TimeoutException)
        {
            return new Refusal(ProblemCodes.KafkaUnavailable, "Kafka did not answer; what happened is kept there.").ToProblem(http);
        }
    }
}
