namespace OrleansState.Repository.Tests.Documents;

public sealed class NamedCodeTests
{
    /// <summary>Names of others that the source has no use for, and whose they are.</summary>
    private static readonly Dictionary<string, string> Outside = new()
    {
        ["DateTime.UtcNow"] = ".NET, banned here",
        ["DeleteRecords"] = "Kafka's request",
        ["DynamicAdaptationMode"] = ".NET, a setting of the garbage collector",
        ["CallCountingDelayMs"] = ".NET, a setting of tiered compilation",
        ["System.Threading.ThreadPool.UnfairSemaphoreSpinLimit"] = ".NET, set in Directory.Build.props",
        ["TieredPGO"] = ".NET SDK, set in the projects",
        ["UnsafePreferInlineScheduling"] = "Kestrel's SocketTransportOptions",
        ["ReadStateAsync"] = "Microsoft.Orleans.Core, IPersistentState",
        ["ClearStateAsync"] = "Microsoft.Orleans.Core, IPersistentState",
        ["RecordExists"] = "Microsoft.Orleans.Core, IPersistentState",
        ["EventSource"] = "browsers",
        ["Microsoft.Orleans.Streaming"] = "a package of Orleans",
        ["AddSession"] = "ASP.NET Core",
        ["AddStackExchangeRedisCache"] = "Microsoft.Extensions.Caching.StackExchangeRedis",
        ["OnActivateAsync"] = "Microsoft.Orleans.Core, Grain",
        ["XGrain"] = "a pattern of names",
        ["IXGrain"] = "a pattern of names",
        ["XState"] = "a pattern of names",
        ["XRules"] = "a pattern of names",
        ["XOptions"] = "a pattern of names",
        ["XEndpoints"] = "a pattern of names",
    };

    public static TheoryData<string> Pages => [.. PageFiles];

    private static IEnumerable<string> PageFiles => Checkout.Files.Where(file => Path.GetExtension(file) == ".md"
        && (Path.GetDirectoryName(file) is "docs" or "docs/guides" || file is "README.md" or "CONTRIBUTING.md" or "SECURITY.md"
            || (file.StartsWith("src/", StringComparison.Ordinal) && Path.GetFileName(file) is "README.md")));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_type_and_member_that_a_page_names_is_in_the_source(string page)
    {
        var stale = NamedCode.In(Checkout.Read(page)).Where(name => !Outside.ContainsKey(name) && !NamedCode.IsInSource(name)).ToArray();
        Assert.True(stale.Length == 0, $"{page} names what no .cs file has (a name of somebody else's goes into {nameof(Outside)}): {string.Join(", ", stale)}");
    }

    [Fact]
    public void No_outside_name_is_kept_for_nothing()
    {
        var named = PageFiles.SelectMany(page => NamedCode.In(Checkout.Read(page))).ToHashSet();
        Assert.DoesNotContain(Outside.Keys, name => !named.Contains(name) || NamedCode.IsInSource(name));
    }

    [Theory]
    [InlineData("`StateLease`", "StateLease")]
    [InlineData("`StateEngine.TryLease`", "StateEngine.TryLease")]
    [InlineData("`StateEngine.TryLease(…)` leases", "StateEngine.TryLease")]
    [InlineData("`IDurableState<CartState>`", "CartState IDurableState")]
    [InlineData("`[DurableState]`", "DurableState")]
    [InlineData("StateLease, `cart-empty`, `Cart:IdleTimeout`, `Cart__IdleTimeout`, `GET /cart`, `CartGrain.cs`, `TEST_ALL=true`, `EVAL`", "")]
    [InlineData("```csharp\nvar x = `StateLease`;\n```", "")]
    public void What_looks_like_code_in_backticks_is_a_name(string page, string names) =>
        Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), NamedCode.In(page).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("StateLease", true)]
    [InlineData("StateEngine.TryLease", true)]
    [InlineData("StateVisit", false)]
    [InlineData("StateEngine.TryVisit", false)]
    [InlineData("LostCalls.EraseAsync", false)]
    [InlineData("Repository.Tests", true)]
    public void A_name_that_no_source_file_has_is_found_out(string name, bool exists) => Assert.Equal(exists, NamedCode.IsInSource(name));
}
