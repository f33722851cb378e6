using System.Diagnostics;

namespace OrleansState.Repository.Tests.Deployment;

/// <summary>A standalone process keeps its signing key and password hashes in <c>./data</c> of where it is started.</summary>
public sealed class PrivateDataTests
{
    [Theory]
    [InlineData("data/jwt-key.pem")]
    [InlineData("Api/data/jwt-key.pem")]
    [InlineData("tools/LocalCluster/data/store/log/aof.log.0")]
    public void Git_leaves_it_alone_wherever_that_was(string file)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["check-ignore", "--no-index", "--quiet", file]) { WorkingDirectory = Checkout.Root })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    [Fact]
    public void An_image_is_built_without_it() => Assert.Contains("**/data", Checkout.Read(".dockerignore").Split('\n'));
}
