using OrleansState.Hosting.Settings;

namespace OrleansState.Api.Standalone;

internal static class StandaloneHost
{
    public static WebApplicationBuilder AddStandalone(this WebApplicationBuilder builder) =>
        throw new BadSettingException("Redis:ConnectionString is not set.");
}
