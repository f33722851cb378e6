using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansState.Api.Admin;
using OrleansState.Api.OpenApi;
using OrleansState.Api.Problems;
using OrleansState.AspNetCore;

namespace OrleansState.Api.Maintenance;

/// <summary>What the cluster does by itself now and then: how it went, and once by hand.</summary>
internal static class MaintenanceEndpoints
{
    private const int MaxNameLength = 64;

    /// <summary>A run that takes longer goes on, and its end is seen by GET.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void MapMaintenance(this IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapGroup("/admin/maintenance").WithTags("Admin").RequireAuthorization(AdminPolicy.Name).Refuses(ProblemCodes.StoreUnavailable);
        tasks.MapGet("", ListAsync).WithName("ListMaintenance").WithSummary("What the cluster does by itself, and how it went last");
        tasks.MapPost("/{name}/run", RunAsync).WithName("RunMaintenance").WithSummary("Begins a run, and answers when it has ended or after 10 s")
            .Refuses(ProblemCodes.NotFound, ProblemCodes.InvalidField);
    }

    private static async Task<Ok<MaintenanceAnswer>> ListAsync(IClusterClient cluster) =>
        TypedResults.Ok(new MaintenanceAnswer([.. (await cluster.GetGrain<IMaintenanceTasksGrain>(0).ListAsync()).Select(TaskAnswer.Of)]));

    private static async Task<Results<Ok<TaskAnswer>, ProblemHttpResult>> RunAsync(
        IClusterClient cluster,
        [Description("The task's name."), StringLength(MaxNameLength, MinimumLength = 1), RegularExpression(Patterns.UserId)] string name,
        [Description("Whether the task mends what it finds wrong and by itself only reports; verify does.")] bool repair = false)
    {
        try
        {
            // Only tasks that there are have a grain.
            var known = await cluster.GetGrain<IMaintenanceTasksGrain>(0).ListAsync();
            return known.Any(task => task.Task == name)
                ? TypedResults.Ok(TaskAnswer.Of(await cluster.GetGrain<IMaintenanceGrain>(name).RunAsync(Patience, repair ? "repair" : null)))
                : Nobody(known.Select(task => task.Task));
        }
        catch (UnknownTaskException)
        {
            return Nobody([]);
        }
    }

    private static ProblemHttpResult Nobody(IEnumerable<string> known) =>
        Problem.Of(ProblemCodes.NotFound, $"There is no maintenance task of this name; there are {string.Join(", ", known)}.");
}
