using System.Text.RegularExpressions;

namespace OrleansState.Repository.Tests.Documents;

/// <summary>The types and members that a page names in backticks, and where the source has them.</summary>
internal static partial class NamedCode
{
    /// <summary>The identifiers of each source file without its comments, which may be as stale as a page. The tests of pages name what is not there.</summary>
    private static readonly HashSet<string>[] Sources = Checkout.Files
        .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && !file.StartsWith("tests/Repository.Tests/Documents/", StringComparison.Ordinal))
        .Select(file => Identifier().Matches(Comment().Replace(Checkout.Read(file), "")).Select(m => m.Value).ToHashSet(StringComparer.Ordinal))
        .ToArray();

    private static readonly HashSet<string> Projects = Checkout.Projects.Select(p => Path.GetFileNameWithoutExtension(p)).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// What looks like C# in backticks: a PascalCase name with an inner capital (<c>StateLease</c>) or names joined by dots
    /// (<c>StateEngine.TryLease</c>), perhaps with type arguments, the parameters of a call or the brackets of an attribute.
    /// Files, settings (<c>Cart:IdleTimeout</c>) and variables (<c>Cart__IdleTimeout</c>) are none.
    /// </summary>
    public static IEnumerable<string> In(string page) => Span().Matches(Fence().Replace(page, ""))
        .Select(span => span.Groups["code"].Value)
        .Where(code => !FileName().IsMatch(code))
        .Select(code => Code().Match(code))
        .SelectMany(code => Identifier().Matches(code.Groups["arguments"].Value).Select(m => m.Value).Append(code.Groups["name"].Value))
        .Where(name => Dotted().IsMatch(name) || Compound().IsMatch(name))
        .Distinct();

    /// <summary>One file has all parts of the name, so that a member is not taken for another type's; or it is a project's.</summary>
    public static bool IsInSource(string name) =>
        Projects.Contains(name) || Sources.Any(identifiers => name.Split('.').All(identifiers.Contains));

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`(?<code>[^`\n]+)`")]
    private static partial Regex Span();

    [GeneratedRegex(@"\.(cs|csproj|md|json|props|sln|txt|yml|sh|ts|js)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^\[?(?<name>[A-Za-z][\w.]*)(?<arguments><[\w<>, ]+>)?(\([^()]*\))?\]?$")]
    private static partial Regex Code();

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(\.[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)+$")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"^[A-Z](?=[A-Za-z0-9]*[a-z])[A-Za-z0-9]*[A-Z][A-Za-z0-9]*$")]
    private static partial Regex Compound();

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"(?<!:)//.*")]
    private static partial Regex Comment();
}
