using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Confluent.Kafka;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Api.Json;
using OrleansState.Api.Problems;
using OrleansState.AspNetCore;
using OrleansState.Kafka;

namespace OrleansState.Api.Admin;

/// <summary>The events that could not be used: to look at, and to send again once the fault is mended.</summary>
internal static class DeadLetterEndpoints
{
    private const int DefaultLimit = 100;

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var letters = routes.MapGroup("/admin/dead-letters").WithTags("Admin").RequireAuthorization(AdminPolicy.Name).Refuses(ProblemCodes.KafkaUnavailable);
        letters.MapGet("", ListAsync).WithName("ListDeadLetters").WithSummary("Events that could not be used");
        letters.MapPost("/redrive", RedriveAsync).WithName("RedriveDeadLetters").WithSummary("Sends them to the events again");
    }

    private static async Task<Results<Ok<DeadLettersAnswer>, ProblemHttpResult>> ListAsync(
        IServiceProvider services, CancellationToken cancelled, [Description("How many of the newest are listed at most."), Range(1, DeadLetterQueue.MaxListed)] int limit = DefaultLimit)
    {
        if (limit is < 1 or > DeadLetterQueue.MaxListed)
            return Problem.Of(ProblemCodes.InvalidField, $"The parameter limit is {limit}; it lies between 1 and {DeadLetterQueue.MaxListed}.");
        if (services.GetService<DeadLetterQueue>() is not { } queue)
            return WithoutKafka();
        try
        {
            var letters = await Task.Run(() => queue.List(limit), cancelled);
            return TypedResults.Ok(new DeadLettersAnswer([.. letters.Select(DeadLetterAnswer.Of)]));
        }
        catch (Exception fault) when (fault is KafkaException or TimeoutException)
        {
            return OutOfReach();
        }
    }

    private static async Task<Results<Ok<RedriveAnswer>, ProblemHttpResult>> RedriveAsync(
        OptionalBody<RedriveBody> body, IServiceProvider services, CancellationToken cancelled)
    {
        ImmutableArray<string>? ids = body.Value?.Ids;
        if (ids is { Length: > DeadLetterQueue.MaxListed })
            return Problem.Of(ProblemCodes.InvalidField, $"The field ids has {ids.Value.Length} entries; {DeadLetterQueue.MaxListed} are the most.");
        if (services.GetService<DeadLetterQueue>() is not { } queue)
            return WithoutKafka();
        try
        {
            var redriven = await queue.RedriveAsync(ids, cancelled);
            return TypedResults.Ok(new RedriveAnswer(redriven.Sent, redriven.WithoutValue, redriven.TooLarge));
        }
        catch (Exception fault) when (fault is KafkaException or TimeoutException)
        {
            return OutOfReach();
        }
    }

    private static ProblemHttpResult WithoutKafka() => Problem.Of(
        ProblemCodes.KafkaUnavailable, "This process knows no Kafka: Kafka:BootstrapServers is not set, or Kafka:Enabled is false.");

    private static ProblemHttpResult OutOfReach() => Problem.Of(
        ProblemCodes.KafkaUnavailable, "Kafka did not answer. What was sent already counts once when it is sent again.");
}
