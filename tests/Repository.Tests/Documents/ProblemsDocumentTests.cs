using OrleansState.Api.Problems;
using OrleansState.AspNetCore;

namespace OrleansState.Repository.Tests.Documents;

public sealed class ProblemsDocumentTests
{
    private const string Document = "docs/problems.md";

    [Fact]
    public void Every_problem_is_documented_with_its_status_and_no_other_is() => Assert.Equal(
        ProblemTable.All.Select(kind => (kind.Code, $"{kind.Status}")).Order(),
        Rows(Document).Select(row => (row.Code, row.Status)).Order());

    [Fact]
    public void Every_problem_of_the_package_is_in_its_README_with_its_status_and_no_other_is()
    {
        var problems = new StateProblemOptions();
        Assert.Equal(
            problems.Codes.Select(code => (code, $"{problems.Create(code, detail: null).Status}")).Order(),
            Rows("src/OrleansState.AspNetCore/README.md").Select(row => (row.Code, row.Status)).Order());
    }

    [Theory]
    [InlineData(Document)]
    [InlineData("src/OrleansState.AspNetCore/README.md")]
    public void Every_problem_says_when_it_is_given(string page) => Assert.DoesNotContain(Rows(page), row => row.When is "");

    /// <summary>The rows of a page that have a code and, in the next column, a status.</summary>
    private static IEnumerable<(string Code, string Status, string When)> Rows(string page) => Checkout.Read(page).Split('\n')
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells[2].Length == 3 && cells[2].All(char.IsAsciiDigit))
        .Select(cells => (cells[1].Trim('`'), cells[2], cells[3]));
}
