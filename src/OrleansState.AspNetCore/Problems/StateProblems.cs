using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OrleansState.AspNetCore;

/// <summary>Refusals and faults of durable grains as problem documents.</summary>
public static class StateProblems
{
    /// <summary>
    /// Answers the faults of durable grains, and headers that can't be read, as problems. The app calls
    /// <c>app.UseExceptionHandler()</c> besides. A handler of exceptions that is added before this one is asked before it.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Gives codes their statuses and titles.</param>
    public static IServiceCollection AddStateProblems(this IServiceCollection services, Action<StateProblemOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddProblemDetails();
        services.AddExceptionHandler<StateFaultHandler>();
        if (configure is not null)
            services.Configure(configure);
        return services;
    }

    /// <summary>A refusal as a problem, by <see cref="StateProblemOptions"/>.</summary>
    /// <param name="refusal">Why a command was refused.</param>
    /// <param name="http">The call.</param>
    public static ProblemHttpResult ToProblem(this Refusal refusal, HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        ArgumentNullException.ThrowIfNull(http);
        return Create(refusal.Code, refusal.Message, http);
    }

    internal static ProblemHttpResult Create(string code, string detail, HttpContext http)
    {
        var problem = http.RequestServices.GetRequiredService<IOptions<StateProblemOptions>>().Value.Create(code, detail);
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.TryAdd("Retry-After", "1");
        return TypedResults.Problem(problem);
    }
}
