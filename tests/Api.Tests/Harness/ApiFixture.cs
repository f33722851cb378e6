using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;
using OrleansState.Api.Tests.Harness;
using OrleansState.Api.Tokens;
using OrleansState.Hosting.Settings;
using OrleansState.LocalCluster.Redis;
using OrleansState.Silo;
using OrleansState.TestServers;

[assembly: AssemblyFixture(typeof(ApiFixture))]
[assembly: AssemblyFixture(typeof(ShortLives))]

namespace OrleansState.Api.Tests.Harness;

/// <summary>
/// The distributed composition in this process: a silo and the API as its client, on Kestrel, with state in a real
/// Redis. The silo's clock is the tests' own; settings are what an operator would set.
/// </summary>
public sealed class ApiFixture : IAsyncLifetime
{
    public const string AdminPassword = "correct horse battery";

    private readonly RedisFixture _redis = new();
    private readonly string _clusterId = Guid.NewGuid().ToString("N");
    private readonly string[] _settings;
    private WebApplication? _silo;
    private WebApplication? _api;
    private Uri? _address;

    public ApiFixture() : this([])
    {
    }

    /// <param name="settings">Further settings, as <c>--Key=value</c>; the last one of a key counts.</param>
    internal ApiFixture(params string[] settings) => _settings = settings;

    /// <summary>The key that signs, unless the settings bring keys of their own.</summary>
    internal string Key { get; } = TestKeys.NewPrivateKey();

    internal bool OwnKeys { get; init; }

    /// <summary>The silo's clock goes by itself, and <see cref="Clock"/> is nobody's.</summary>
    internal bool RunsInRealTime { get; init; }

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    internal IServiceProvider Services => _api!.Services;

    /// <summary>Where the API listens; skips the test (fails it in CI) where there is no redis-server.</summary>
    public Uri BaseAddress
    {
        get
        {
            _redis.RequireRealRedis();
            return _address!;
        }
    }

    internal RedisServer Redis => _redis.Server;

    public async ValueTask InitializeAsync()
    {
        await _redis.InitializeAsync();
        if (!RedisServer.IsInstalled)
            return;
        _silo = BuildSilo(Settings());
        await _silo.StartAsync();
        _api = ApiHost.Build(Settings());
        await _api.StartAsync();
        _address = new Uri(_api.Urls.First());
    }

    /// <summary>Another Api process of the same cluster, as far as one process can be two.</summary>
    internal async Task<OtherApi> StartAnotherAsync(Action<IServiceCollection> adapt)
    {
        _redis.RequireRealRedis();
        var api = ApiHost.Build(Settings(), builder => adapt(builder.Services));
        await api.StartAsync();
        return new OtherApi(api);
    }

    /// <summary>A user nobody has registered, with a token of the API's own making: as good as a login, and a hash cheaper.</summary>
    public Task<TestUser> NewUserAsync()
    {
        var address = BaseAddress;
        var userId = $"user-{Guid.NewGuid():N}";
        var token = Services.GetRequiredService<AccessTokens>().Issue(userId, Guid.NewGuid().ToString("N"), isAdmin: false);
        return Task.FromResult(new TestUser(address, userId, token));
    }

    public HttpClient Anonymous() => new() { BaseAddress = BaseAddress };

    /// <summary>A call without a token.</summary>
    internal async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var nobody = new TestUser(BaseAddress, "", token: null);
        return await nobody.SendAsync(method, path, json);
    }

    internal Task<Answer> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
            await _api.DisposeAsync();
        if (_silo is not null)
            await _silo.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private string[] Settings() =>
    [
        $"--Redis:ConnectionString={_redis.ConnectionString}", $"--Orleans:ClusterId={_clusterId}",
        "--Kafka:Enabled=false", "--urls=http://127.0.0.1:0", "--Passwords:Iterations=1000",
        // A busy store may take its time, unless the settings say otherwise.
        "--Redis:Timeout=00:00:30",
        $"--Admin:Users:root={AdminPassword}", .. OwnKeys ? [] : new[] { $"--Jwt:Keys:test={Key}" }, .. _settings,
    ];

    private WebApplication BuildSilo(string[] settings)
    {
        var builder = Startup.CreateBuilder(settings);
        builder.AddClusteredSilo();
        if (RunsInRealTime)
            return builder.Build();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        builder.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        return builder.Build();
    }
}
