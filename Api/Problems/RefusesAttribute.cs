namespace OrleansState.Api.Problems;

/// <summary>Metadata of a route: the refusals a caller can expect of it, beside those of every body and every token.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RefusesAttribute(params string[] codes) : Attribute
{
    public IReadOnlyList<string> Codes { get; } = codes;
}
