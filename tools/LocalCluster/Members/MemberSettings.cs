using System.Security.Cryptography;
using OrleansState.LocalCluster.Kafka;

namespace OrleansState.LocalCluster.Members;

/// <summary>The environment of each member: the least it needs, and over that what the plan says.</summary>
internal sealed class MemberSettings(ClusterPlan plan, string redis, ClusterKafka? kafka, string temporaryDirectory)
{
    private const int KeyBytes = 32;

    private readonly string _clusterId = Guid.NewGuid().ToString("N");
    private readonly string _jwtKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    public Dictionary<string, string?> For(MemberRole role, Uri url, int siloPort, int gatewayPort)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = url.GetLeftPart(UriPartial.Authority),
            ["Redis:ConnectionString"] = redis,
            ["Orleans:ClusterId"] = _clusterId,
            ["Kafka:Enabled"] = kafka is null ? "false" : "true",
            ["Kafka:BootstrapServers"] = kafka?.BootstrapServers,
            ["Kafka:LogId"] = kafka?.LogId,
            // The runtime puts a socket there for its tools, which a killed process leaves behind.
            ["TMPDIR"] = temporaryDirectory,
        };
        if (role is MemberRole.Silo)
            (settings["Orleans:SiloPort"], settings["Orleans:GatewayPort"]) = ($"{siloPort}", $"{gatewayPort}");
        if (role is MemberRole.Api)
            settings["Jwt:Keys:local"] = _jwtKey;
        Overwrite(settings, plan.Settings);
        Overwrite(settings, plan.RoleSettings.GetValueOrDefault(role));
        return settings.ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value);
    }

    private static void Overwrite(Dictionary<string, string?> settings, IReadOnlyDictionary<string, string?>? with)
    {
        foreach (var (key, value) in with ?? new Dictionary<string, string?>())
            settings[key] = value;
    }
}
