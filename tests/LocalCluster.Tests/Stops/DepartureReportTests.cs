using System.Collections.Immutable;
using System.Net;
using OrleansState.Hosting.Clustering.Departures;

namespace OrleansState.LocalCluster.Tests.Stops;

public sealed class DepartureReportTests
{
    private static readonly SiloAddress Silo = SiloAddress.New(IPAddress.Loopback, 11111, 7);

    [Fact]
    public void A_stage_confirms_those_before_it_and_no_later_one_and_no_other_silo()
    {
        var report = DepartureReport.Parse(new DepartureReport(3, ImmutableDictionary<string, DepartureStage>.Empty.Add(Silo.ToParsableString(), DepartureStage.Empty)).ToString());

        Assert.Equal(3, report.Count);
        Assert.True(report.Confirms(Silo, DepartureStage.Leaving));
        Assert.True(report.Confirms(Silo, DepartureStage.Empty));
        Assert.False(report.Confirms(Silo, DepartureStage.Closing));
        Assert.False(report.Confirms(SiloAddress.New(IPAddress.Loopback, 11111, 8), DepartureStage.Leaving));
    }

    [Theory, InlineData(""), InlineData("word"), InlineData("4 later=word=3 x=y")]
    public void What_another_release_writes_confirms_nothing(string text) => Assert.False(DepartureReport.Parse(text).Confirms(Silo, DepartureStage.Leaving));
}
