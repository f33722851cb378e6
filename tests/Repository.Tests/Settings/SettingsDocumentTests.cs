namespace OrleansState.Repository.Tests.Settings;

public sealed class SettingsDocumentTests
{
    private const string Document = "docs/settings.md";

    /// <summary>The rows of the tables whose first cell is a key with a colon: <c>| `Redis:Timeout` | …</c>.</summary>
    private static readonly string[][] Rows = Checkout.Read(Document).Split('\n')
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|')[1].Contains(':', StringComparison.Ordinal))
        .Select(line => line.Trim().Trim('|').Split('|').Select(c => c.Trim()).ToArray()).ToArray();

    private static readonly string[] Processes = ["Api", "KafkaBridge", "Silo", "standalone Api"];

    [Fact]
    public void Every_setting_of_the_code_is_documented_with_its_variable_default_and_limits()
    {
        var missing = DeclaredSettings.All.Where(s => !Rows.Any(r => r.Length == 6 && IsOf(s, r)));
        Assert.True(!missing.Any(), $"{Document} lacks these rows, or has them with other values:\n{string.Join('\n', missing.Select(s => s.Row))}\n");
    }

    // Limits that a validator states in code, not in an attribute, are words of the page's own.
    private static bool IsOf(Setting setting, string[] row) =>
        row[0] == $"`{setting.Key}`" && row[1] == $"`{setting.Variable}`" && row[2] == setting.Default && (setting.Limits is "" || row[3] == setting.Limits);

    [Fact]
    public void Every_documented_setting_exists()
    {
        var known = DeclaredSettings.All.Select(s => $"`{s.Key}`").ToHashSet();
        Assert.DoesNotContain(Rows.Select(r => r[0]), key => !known.Contains(key));
    }

    [Fact]
    public void Every_documented_setting_says_what_for_and_which_process_reads_it()
    {
        var incomplete = Rows.Where(r => r.Length != 6 || r[4] is "" || !r[5].Split(", ").All(Processes.Contains));
        Assert.True(!incomplete.Any(), $"The last cell names some of: {string.Join(", ", Processes)}.\n{string.Join('\n', incomplete.Select(r => r[0]))}");
    }

    /// <summary>The application's own: whoever uses a package fills its options from settings of theirs.</summary>
    [Fact]
    public void Every_option_class_names_its_section()
    {
        var without = Product.Types.Where(t => t is { IsClass: true, IsAbstract: false }
            && t.Name.EndsWith("Options", StringComparison.Ordinal)
            && t.Namespace?.StartsWith("OrleansState.", StringComparison.Ordinal) == true
            && t.Assembly.GetName().Name?.StartsWith("OrleansState", StringComparison.Ordinal) == false
            && DeclaredSettings.SectionOf(t) is null);
        Assert.True(!without.Any(), "Give these a constant named Section, or another name where no setting fills them: "
            + string.Join(", ", without.Select(t => t.FullName)));
    }

    [Fact]
    public void Every_setting_has_a_doc_comment() =>
        Assert.Empty(DeclaredSettings.All.Where(s => s.Purpose is "").Select(s => s.Key));
}
