namespace OrleansState.Repository.Tests.Contracts;

public sealed class ContractTests
{
    private const string File = "tests/Repository.Tests/contracts.txt";

    private static readonly HashSet<string> Frozen = Checkout.Read(File).Split('\n')
        .Select(line => line.Trim()).Where(line => line is not "" && line[0] != '#').ToHashSet();

    [Fact]
    public void No_listed_contract_has_changed()
    {
        var now = ContractListing.Lines.ToHashSet();
        var broken = Frozen.Where(line => !now.Contains(line)).Order(StringComparer.Ordinal);
        Assert.True(!broken.Any(), "These members were renamed, removed, given another id or another type. Stored records and silos of the "
            + $"last release still use them: bring them back and add a new member with an id of its own.\n{string.Join('\n', broken)}\n");
    }

    [Fact]
    public void Every_contract_is_listed()
    {
        var added = ContractListing.Lines.Where(line => !Frozen.Contains(line));
        Assert.True(!added.Any(), $"New contracts: check the ids, then add these lines to {File}, which freezes them.\n{string.Join('\n', added)}\n");
    }

    [Fact]
    public void Every_contract_and_state_has_an_alias_of_its_own()
    {
        var types = ContractListing.Serializable.Concat(ContractListing.Interfaces).ToList();
        Assert.DoesNotContain(types, t => ContractListing.AliasOf(t)?.StartsWith("orleansstate.", StringComparison.Ordinal) != true);
        Assert.Equal(types.Count, types.Select(ContractListing.AliasOf).Distinct().Count());
    }

    [Fact]
    public void Every_grain_method_has_an_alias() =>
        Assert.DoesNotContain(ContractListing.Interfaces.SelectMany(i => i.GetMethods()), m => ContractListing.AliasOf(m) is null);

    [Fact]
    public void No_id_is_used_twice_in_a_type() =>
        Assert.DoesNotContain(
            ContractListing.Lines.Where(l => l.Contains(" [", StringComparison.Ordinal)).GroupBy(l => l[..l.IndexOf(']', StringComparison.Ordinal)]),
            g => g.Count() > 1);
}
