using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansState.LocalCluster.Kafka;
using OrleansState.LocalCluster.Redis;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Access;

/// <summary>A Redis and a Kafka that ask who one is, for all tests of what one is allowed; each grants what docs/deployment.md lists, until a test takes it away.</summary>
public sealed class GuardedServers : IAsyncLifetime
{
    public const string Password = "Secret1";
    public const string Silo = "silo";
    public const string Client = "client";
    public const string Bridge = "bridge";
    public const string Api = "api";

    /// <summary>A user of Kafka whom nobody has granted anything.</summary>
    public const string Newcomer = "newcomer";

    private RedisServer? _redis;
    private KafkaBroker? _kafka;

    public RedisServer Redis => _redis!;

    public KafkaBroker Kafka => _kafka!;

    /// <summary>Skips the test, or fails it in CI, where one of them is not installed.</summary>
    public static void Require(RedisFixture redis)
    {
        ArgumentNullException.ThrowIfNull(redis);
        redis.RequireRealRedis();
        KafkaFixture.RequireInstalled();
    }

    /// <summary>The settings by which a process comes to both.</summary>
    public Dictionary<string, string?> Settings(string redisUser, string? kafkaUser = null, string kafkaPassword = Password)
    {
        var settings = new Dictionary<string, string?> { ["Redis:ConnectionString"] = $"{Redis.ConnectionString},user={redisUser},password={Password}" };
        if (kafkaUser is null)
            return settings;
        settings["Kafka:BootstrapServers"] = Kafka.BootstrapServersOfUsers;
        settings["Kafka:Client:security.protocol"] = "sasl_plaintext";
        settings["Kafka:Client:sasl.mechanism"] = "PLAIN";
        settings["Kafka:Client:sasl.username"] = kafkaUser;
        settings["Kafka:Client:sasl.password"] = kafkaPassword;
        return settings;
    }

    public async ValueTask InitializeAsync()
    {
        if (!RedisServer.IsInstalled || !KafkaBroker.IsInstalled)
            return;
        _redis = await RedisServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        foreach (var line in DocumentedRights.Redis(Password))
            await _redis.TellAsync(line, TestContext.Current.CancellationToken);
        _kafka = await KafkaBroker.StartAsync(new KafkaUsers(Password, Silo, Bridge, Api, Newcomer), TestContext.Current.CancellationToken);
        await _kafka.CreateTopicAsync("events", 4);
        await _kafka.CreateTopicAsync("events.dlq", 1);
        await _kafka.CreateTopicAsync("state-changes", 4);
        await GrantAsync(Silo, DocumentedRights.Kafka("Silo"));
        await GrantAsync(Bridge, DocumentedRights.Kafka("KafkaBridge"));
        await GrantAsync(Api, DocumentedRights.Kafka("Api"));
    }

    public async Task GrantAsync(string user, IEnumerable<(ResourceType Kind, string Name, AclOperation Operation)> rights)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Kafka.BootstrapServers }).Build();
        await admin.CreateAclsAsync(rights.Select(right => new AclBinding
        {
            Pattern = new ResourcePattern { Type = right.Kind, Name = right.Name, ResourcePatternType = ResourcePatternType.Literal },
            Entry = new AccessControlEntry { Principal = $"User:{user}", Host = "*", Operation = right.Operation, PermissionType = AclPermissionType.Allow },
        }));
    }

    public async ValueTask DisposeAsync()
    {
        if (_kafka is not null)
            await _kafka.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }
}
