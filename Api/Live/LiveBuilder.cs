using OrleansState.AspNetCore;
using OrleansState.Hosting.Settings;

namespace OrleansState.Api.Live;

/// <summary>Streams of server-sent events.</summary>
internal static class LiveBuilder
{
    /// <summary>In a process with a silo of its own.</summary>
    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<LiveOptions>(LiveOptions.Section);
        builder.Services.AddLiveStates();
        return builder;
    }

    /// <summary>In a client of silos.</summary>
    public static WebApplicationBuilder AddLiveClient(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<LiveOptions>(LiveOptions.Section);
        builder.Host.UseOrleansClient(client => client.AddLiveStates());
        return builder;
    }
}
