using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansState.Live;

namespace OrleansState;

/// <summary>Lets processes watch the states of a silo's grains.</summary>
public static class LiveServices
{
    /// <summary>
    /// Queues of the cluster, over which the processes that watch are spread. Each is asked ten times a second by one silo, whether
    /// anybody watches or not; a few do, since a message carries many changes.
    /// </summary>
    private const int Queues = 4;

    /// <summary>Adds half of this on average to the time from a change to its watcher.</summary>
    private static readonly TimeSpan QueuePeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Adds live states, on all silos of a cluster or none: every durable state can be watched, from clients and from processes with a
    /// silo. It needs a grain storage named <see cref="LiveStreams.Provider"/>, or <c>PubSubStore</c>, for who is subscribed: that of
    /// OrleansState.Redis (<c>AddLiveStatesOnRedis</c>, which adds this too), or for a cluster of one silo one in memory.
    /// </summary>
    /// <param name="silo">The silo, which has the state engine (<c>AddStateEngine</c>).</param>
    public static ISiloBuilder AddLiveStates(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.AddMemoryStreams(LiveStreams.Provider, streams =>
        {
            streams.ConfigurePartitioning(Queues);
            streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = QueuePeriod));
            // A queue whose silo has died is somewhere else a second later; Orleans would look for it after ten to twenty.
            streams.ConfigureBackoffProvider((_, _) => new QueueBackoff());
        });
        silo.Services.TryAddSingleton<LiveTeller>();
        silo.Services.TryAddKeyedTransient<IGrainExtension>(typeof(ILiveStateExtension), (services, _) => new LiveStateExtension(
            services.GetRequiredService<IGrainContextAccessor>().GrainContext, services.GetRequiredService<StateEngine>(), services.GetRequiredService<LiveTeller>()));
        return silo;
    }
}
