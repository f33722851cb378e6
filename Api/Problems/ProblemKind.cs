namespace OrleansState.Api.Problems;

/// <summary>A kind of refusal: its stable code, the status it is answered with, and what it is called.</summary>
internal sealed record ProblemKind(string Code, int Status, string Title)
{
    /// <summary>The <c>type</c> of the problem document; clients may switch on it.</summary>
    public string Type => $"urn:orleansstate:problem:{Code}";
}
