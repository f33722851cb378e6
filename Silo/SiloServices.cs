using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Runtime.GrainDirectory;
using OrleansState.Grains;
using OrleansState.Grains.Carts;
using OrleansState.Grains.Erasure;
using OrleansState.Grains.Users;
using OrleansState.Hosting.Clustering;
using OrleansState.Hosting.Clustering.Departures;
using OrleansState.Hosting.Membership;
using OrleansState.Hosting.Redis;
using OrleansState.Hosting.Settings;
using OrleansState.Hosting.Signals;
using OrleansState.KafkaBridge;
using OrleansState.Redis;
using OrleansState.Silo.Dashboards;
using OrleansState.Silo.Events;
using OrleansState.Silo.Membership;

namespace OrleansState.Silo;

/// <summary>A silo: alone in its process, or inside the standalone Api.</summary>
public static class SiloServices
{
    private static readonly TimeSpan TableRefresh = TimeSpan.FromSeconds(5);

    /// <summary>How long a silo that is gone keeps its row. All silos go by it, or one would restore what another swept.</summary>
    private static readonly TimeSpan DeadRows = TimeSpan.FromHours(1);

    private static readonly TimeSpan DeadRowsSweep = TimeSpan.FromMinutes(10);

    /// <summary>A silo that meets the others through Redis.</summary>
    public static WebApplicationBuilder AddClusteredSilo(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Configuration.RequireRedis("a silo keeps its state and finds the other silos in Redis");
        builder.RequireSomebodyToTell();
        // Before the silo, which is started in this order and stopped in the other.
        builder.Services.AddRedisAccess(RedisNeeds.OfSilo);
        builder.Services.AddHostedService<StoreWait>();
        builder.Services.AddHostedService<DeadMembers>();
        builder.Services.AddDepartures();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = DepartureTimes.StopPatience);
        builder.AddSilo((silo, cluster) =>
        {
            silo.Services.AddSingleton<MembershipHash>();
            silo.Services.AddSingleton<MembershipTable>();
            silo.Services.AddSingleton<IMembershipTable>(services => services.GetRequiredService<MembershipTable>());
            silo.Services.AddSingleton<SleptCalls>();
            silo.Services.AddSingleton<IIncomingGrainCallFilter>(services => services.GetRequiredService<SleptCalls>());
            silo.Configure<ClusterMembershipOptions>(o => (o.DefunctSiloExpiration, o.DefunctSiloCleanupPeriod, o.MaxDefunctSiloEntries) = (DeadRows, DeadRowsSweep, null));
            silo.Configure<SiloMessagingOptions>(o => o.ClientGatewayShutdownNotificationTimeout = GatewayTimes.Farewell);
            silo.Services.AddSingleton<IOutgoingGrainCallFilter, NestedCalls>();
            silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, HandOver>();
            silo.Configure<GrainDirectoryOptions>(o => o.CachingStrategy = GrainDirectoryOptions.CachingStrategyType.Custom);
            silo.Services.AddSingleton<IGrainDirectoryCache>(PresentAddresses.Create);
            silo.ConfigureEndpoints(Address(cluster.AdvertisedHost), Port(cluster.SiloPort), Port(cluster.GatewayPort), listenOnAnyHostAddress: !IsLoopback(cluster));
        });
        // Behind the silo, so that it starts when the silo is one of the cluster and stops before the silo leaves it.
        builder.Services.AddHostedService<Heartbeat>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SleptCalls>());
        builder.Services.AddHostedService<PeerWatch>();
        return builder.AddDeadLetterReport();
    }

    /// <summary>A silo that is a cluster of its own: nothing to join, nothing left in the store when it dies.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="commitStore">Returns when the store, which is in the same process, has in its file all that it answered.</param>
    public static WebApplicationBuilder AddLoneSilo(this WebApplicationBuilder builder, Func<Task> commitStore)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new StoreFile(commitStore));
        return builder.AddSilo((silo, cluster) =>
            silo.UseLocalhostClustering(Port(cluster.SiloPort), Port(cluster.GatewayPort), null, cluster.ServiceId, cluster.ClusterId));
    }

    private static WebApplicationBuilder AddSilo(this WebApplicationBuilder builder, Action<ISiloBuilder, ClusteringOptions> cluster)
    {
        var settings = builder.Configuration.ReadChecked<ClusteringOptions>(ClusteringOptions.Section);
        RequireOwnPort(builder.Configuration, "Orleans:SiloPort", settings.SiloPort);
        RequireOwnPort(builder.Configuration, "Orleans:GatewayPort", settings.GatewayPort);
        builder.Services.AddCheckedOptions<ClusteringOptions>(ClusteringOptions.Section);
        builder.Services.AddCheckedOptions<CartOptions>(CartOptions.Section);
        builder.Services.AddCheckedOptions<GuestOptions>(GuestOptions.Section);
        builder.Services.AddCheckedOptions<MaintenanceOptions>(MaintenanceOptions.Section);
        builder.Services.AddCheckedOptions<ErasureOptions>(ErasureOptions.Section);
        builder.Services.AddCheckedOptions<IdempotencyOptions>(IdempotencyOptions.Section);
        builder.AddChangeEvents();
        builder.Services.AddRedis();
        builder.Services.AddStateGrains(settings.ServiceId + "/");
        builder.Services.AddHostedService<SeenFromHere>();
        builder.Host.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (settings.ClusterId, settings.ServiceId));
            silo.Configure<ClusterMembershipOptions>(o =>
            {
                o.ProbeTimeout = settings.ProbeTimeout;
                o.NumMissedProbesLimit = settings.MissedProbesLimit;
                // What the heartbeat has not noticed before.
                o.TableRefreshTimeout = TableRefresh;
            });
            silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = settings.ResponseTimeout);
            silo.AddLiveStatesOnRedis();
            if (settings.Dashboard)
            {
                silo.AddDashboard(dashboard => dashboard.HideTrace = true);
                silo.Services.AddHostedService<DashboardCounters>();
            }

            cluster(silo, settings);
        });
        builder.Services.AddErasureWatch();
        return builder;
    }

    private static bool IsLoopback(ClusteringOptions cluster) => IPAddress.IsLoopback(Address(cluster.AdvertisedHost));

    private static IPAddress Address(string host)
    {
        if (IPAddress.TryParse(host, out var address))
            return address;
        try
        {
            return Dns.GetHostAddresses(host, AddressFamily.InterNetwork) is [var first, ..]
                ? first
                : throw new BadSettingException($"Orleans:AdvertisedHost: {host} has no IPv4 address.");
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            throw new BadSettingException($"Orleans:AdvertisedHost: {host} can't be resolved ({unknown.Message}).", unknown);
        }
    }

    private static void RequireOwnPort(IConfiguration settings, string key, int port)
    {
        if (port != 0 && ListenUrls.PortsOf(settings).Contains(port))
            throw new BadSettingException($"{key} is {port}, and ASPNETCORE_URLS listens there for HTTP; each needs a port of its own.");
    }

    private static int Port(int configured)
    {
        if (configured != 0)
            return configured;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
