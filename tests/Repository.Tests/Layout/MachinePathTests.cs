using System.Text.RegularExpressions;

namespace OrleansState.Repository.Tests.Layout;

public sealed partial class MachinePathTests
{
    [Fact]
    public void No_file_names_a_path_of_the_machine_it_was_written_on() =>
        Assert.Empty(Checkout.Files.SelectMany(f => File.ReadLines(Checkout.Path(f))
            .Where(line => MachinePath().IsMatch(line)).Select(line => $"{f}: {line.Trim()}")));

    // Only where a path begins: a URL such as https://example.org/home/ is none.
    [GeneratedRegex(@"(?<![\w./:-])/(work|root|home|Users)/\w")]
    private static partial Regex MachinePath();
}
