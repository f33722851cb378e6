using Microsoft.Extensions.Hosting;

namespace OrleansState.Hosting.Signals;

/// <summary>What starts behind this is seen by other processes; what starts before it is not.</summary>
internal sealed class SeenFromHere(StartStage stage) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        stage.Seen();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
