using System.Text.RegularExpressions;

namespace OrleansState.Repository.Tests.Documents;

public sealed partial class LinkTests
{
    public static TheoryData<string> Pages => [.. Checkout.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file_that_exists(string page)
    {
        var targets = Link().Matches(Checkout.Read(page)).Select(m => m.Groups[1].Value)
            .Where(t => !t.Contains("://", StringComparison.Ordinal) && !t.StartsWith('#') && !t.StartsWith("mailto:", StringComparison.Ordinal));
        Assert.DoesNotContain(targets, t => !Checkout.Exists(Path.Combine(Path.GetDirectoryName(page)!, t.Split('#')[0])));
    }

    [GeneratedRegex(@"\]\(([^)\s]+)")]
    private static partial Regex Link();
}
