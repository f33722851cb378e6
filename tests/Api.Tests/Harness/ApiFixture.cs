using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;
using OrleansState.Api.Tests.Harness;
using OrleansState.Hosting.Settings;
using OrleansState.Silo;

[assembly: AssemblyFixture(typeof(ApiFixture))]

namespace OrleansState.Api.Tests.Harness;

/// <summary>
/// The distributed composition in this process: a silo and the API as its client, on Kestrel, with state in a real
/// Redis. The silo's clock is the tests' own.
/// </summary>
public sealed class ApiFixture : IAsyncLifetime
{
    private readonly TempRedis _redis = new();
    private WebApplication _silo = null!;
    private WebApplication _api = null!;

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    internal IServiceProvider Services => _api.Services;

    public Uri BaseAddress { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _redis.StartAsync();
        string[] settings =
        [
            $"--Redis:ConnectionString={_redis.ConnectionString}", $"--Orleans:ClusterId={Guid.NewGuid():N}",
            "--Kafka:Enabled=false", "--urls=http://127.0.0.1:0",
        ];
        _silo = BuildSilo(settings);
        await _silo.StartAsync();
        _api = ApiHost.Build(settings, Tokens.Trust);
        await _api.StartAsync();
        BaseAddress = new Uri(_api.Urls.First());
    }

    public Task<TestUser> NewUserAsync() => Task.FromResult(new TestUser(BaseAddress, $"user-{Guid.NewGuid():N}"));

    public HttpClient Anonymous() => new() { BaseAddress = BaseAddress };

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _silo.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private WebApplication BuildSilo(string[] settings)
    {
        var builder = Startup.CreateBuilder(settings);
        builder.AddClusteredSilo();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        builder.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        return builder.Build();
    }
}
