using Microsoft.Extensions.Logging.Abstractions;
using OrleansState.Kafka;

namespace OrleansState.KafkaBridge.Tests;

public sealed class BridgeRetryTests
{
    [Fact]
    public async Task What_was_cancelled_by_somebody_else_is_tried_again()
    {
        var tries = 0;
        var retry = new BridgeRetry(TimeProvider.System, NullLogger<BridgeRetry>.Instance);

        await retry.Pipeline.ExecuteAsync(_ => ++tries < 3 ? throw new TaskCanceledException() : ValueTask.CompletedTask, TestContext.Current.CancellationToken);

        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task What_is_cancelled_by_who_asked_for_it_ends()
    {
        using var stopping = new CancellationTokenSource();
        var retry = new BridgeRetry(TimeProvider.System, NullLogger<BridgeRetry>.Instance);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await retry.Pipeline.ExecuteAsync(
            async cancelled =>
            {
                await stopping.CancelAsync();
                cancelled.ThrowIfCancellationRequested();
            },
            stopping.Token));
    }
}
