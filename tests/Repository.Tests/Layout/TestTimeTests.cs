using System.Text.RegularExpressions;

namespace OrleansState.Repository.Tests.Layout;

/// <summary>
/// Tests have to pass on a machine that is busy with much else. What is waited for is an event, for as long as
/// <c>Eventually.Patience</c>; a bound of a few seconds is a statement about the machine.
/// </summary>
public sealed partial class TestTimeTests
{
    /// <summary>Where the waiting itself is written, and a test whose subject is the moment at which a signal comes.</summary>
    private static readonly string[] Waits = ["tests/TestServers/Eventually.cs", "tests/TestServers/KafkaContainer.cs", "tests/LocalCluster.Tests/Stops/BrokenOffStartTests.cs"];

    private static IEnumerable<(string File, string Line)> Lines =>
        from file in Checkout.Files
        where file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal) && !Waits.Contains(file)
        from line in File.ReadLines(Checkout.Path(file))
        select (file, line);

    [Fact]
    public void No_test_sleeps() => Assert.DoesNotContain(Lines, l => Sleep().IsMatch(l.Line));

    [Fact]
    public void No_test_waits_for_a_number_of_seconds_of_its_own() => Assert.DoesNotContain(Lines, l => Bound().IsMatch(l.Line));

    [GeneratedRegex(@"\bTask\.Delay\((?!Timeout\.InfiniteTimeSpan)|\bThread\.Sleep\(")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"WaitAsync\(TimeSpan\.From|\bTimeout = TimeSpan\.From(Milliseconds|Seconds)\([0-9]{1,2}\)|Consume\(TimeSpan\.FromSeconds")]
    private static partial Regex Bound();
}
