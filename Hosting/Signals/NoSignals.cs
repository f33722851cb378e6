using Microsoft.Extensions.Hosting;

namespace OrleansState.Hosting.Signals;

/// <summary>
/// In place of the host's own lifetime, which takes a signal for the cancellation of a start that is under way: a silo whose
/// start is cancelled throws and says so at length. <see cref="StopSignals"/> takes them.
/// </summary>
internal sealed class NoSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
