using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Messaging;
using OrleansState.Hosting.Clustering.Departures;
using OrleansState.Hosting.Membership;
using OrleansState.Hosting.Redis;
using OrleansState.Hosting.Settings;
using OrleansState.Hosting.Signals;

namespace OrleansState.Hosting.Clustering;

/// <summary>A process that reaches the silos as an Orleans client and finds them through Redis.</summary>
public static class ClusterClient
{
    public static WebApplicationBuilder AddClusterClient(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddCheckedOptions<ClusteringOptions>(ClusteringOptions.Section);
        builder.Services.AddRedis();
        var cluster = builder.Configuration.ReadChecked<ClusteringOptions>(ClusteringOptions.Section);
        builder.Configuration.RequireRedis("this process finds the silos through Redis");
        builder.Services.AddRedisAccess(RedisNeeds.OfClient);
        // Before the client, which is started in this order and stopped in the other.
        builder.Services.AddDepartures();
        builder.Host.UseOrleansClient(client =>
        {
            client.Services.AddSingleton<MembershipHash>();
            client.Services.AddSingleton<IGatewayListProvider, GatewayList>();
            client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = GatewayTimes.ListRefresh);
            client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = cluster.ResponseTimeout);
            client.UseConnectionRetryFilter<ReconnectFilter>();
            client.Services.AddServingGateways();
            client.Services.AddSingleton<GatewayMask>();
            client.Services.AddSingleton<IOutgoingGrainCallFilter, RefusedCalls>();
            client.Services.AddSingleton<LostCalls>();
            client.Services.AddSingleton<IOutgoingGrainCallFilter>(services => services.GetRequiredService<LostCalls>());
            client.Services.AddSingleton<IClusterConnectionStatusObserver>(services => services.GetRequiredService<LostCalls>());
        });
        builder.Services.AddHostedService<SeenFromHere>();
        return builder;
    }
}
