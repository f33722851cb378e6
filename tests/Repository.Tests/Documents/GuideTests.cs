using System.Text.RegularExpressions;

namespace OrleansState.Repository.Tests.Documents;

/// <summary>The code of a guide is compiled: each block is a region of a source file, which the comment before it names.</summary>
public sealed partial class GuideTests
{
    public static TheoryData<string> Guides => [.. Checkout.Files.Where(file => file.StartsWith("docs/guides/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Guides))]
    public void Every_block_of_code_is_a_region_of_a_file_that_is_compiled(string guide)
    {
        var page = Checkout.Read(guide);
        var blocks = Block().Matches(page);

        Assert.True(blocks.Count >= 2, "A guide shows what was before and what comes after.");
        Assert.Equal(blocks.Count, page.Split("```csharp").Length - 1);
        Assert.All(blocks, block => Assert.Equal(Region(block.Groups["file"].Value, block.Groups["region"].Value), block.Groups["code"].Value));
    }

    private static string Region(string file, string name)
    {
        var lines = Checkout.Read(file).Split('\n');
        var begin = Array.FindIndex(lines, line => line.Trim() == $"#region {name}");
        Assert.True(begin >= 0, $"{file} has no region {name}.");
        var indent = lines[begin].TakeWhile(char.IsWhiteSpace).Count();
        return string.Concat(lines.Skip(begin + 1).TakeWhile(line => line.Trim() != "#endregion")
            .Select(line => (line.Length > indent ? line[indent..] : line.Trim()) + '\n'));
    }

    [GeneratedRegex(@"^<!-- (?<file>\S+\.cs)#(?<region>[\w-]+) -->\n```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
