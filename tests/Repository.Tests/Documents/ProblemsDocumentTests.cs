using OrleansState.Api.Problems;

namespace OrleansState.Repository.Tests.Documents;

public sealed class ProblemsDocumentTests
{
    [Fact]
    public void Every_problem_is_documented_with_its_status_and_no_other_is() => Assert.Equal(
        ProblemTable.All.Select(kind => $"`{kind.Code}` {kind.Status}").Order(StringComparer.Ordinal),
        Checkout.Read("docs/problems.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(cells => $"{cells[1]} {cells[2]}").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_problem_says_when_it_is_given() =>
        Assert.DoesNotContain(Checkout.Read("docs/problems.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)), line => line.Split('|')[3].Trim() is "");
}
