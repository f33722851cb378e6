using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OrleansState.Hosting.Settings;

/// <summary>
/// The faults by which background services ended, and with them the process. The host stops for one as it stops for SIGTERM,
/// so that without this a supervisor would take it for a process that had done its work.
/// </summary>
internal sealed class BackgroundFaults
{
    private readonly BackgroundService[] _services;
    private ExceptionDispatchInfo? _first;
    private volatile bool _isStopping;

    public BackgroundFaults(IServiceProvider services)
    {
        _services = [.. services.GetServices<IHostedService>().OfType<BackgroundService>()];
        // What breaks while the process stops did not end it.
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() =>
        {
            _first ??= Find();
            _isStopping = true;
        });
    }

    /// <summary>Whether one did. A start that it broke off may be over before the process is told that it stops, so they are asked once more.</summary>
    public bool Any => (_isStopping ? _first : _first ??= Find()) is not null;

    /// <summary>Throws the fault that ended the process, if one did.</summary>
    public void ThrowIfAny() => _first?.Throw();

    private ExceptionDispatchInfo? Find() =>
        _services.Select(service => service.ExecuteTask?.Exception?.InnerException).OfType<Exception>().Select(ExceptionDispatchInfo.Capture).FirstOrDefault();
}
