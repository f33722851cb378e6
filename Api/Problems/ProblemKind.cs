using OrleansState.AspNetCore;

namespace OrleansState.Api.Problems;

/// <summary>A kind of refusal: its stable code, the <c>type</c> that clients may switch on, the status it is answered with, and what it is called.</summary>
internal sealed record ProblemKind(string Code, string Type, int Status, string Title)
{
    public static ProblemKind Of(string code, StateProblemOptions problems)
    {
        var problem = problems.Create(code, detail: null);
        return new(code, problem.Type!, problem.Status!.Value, problem.Title!);
    }
}
