using YamlDotNet.RepresentationModel;

namespace OrleansState.Repository.Tests.Deployment;

/// <summary>One service of the compose file.</summary>
internal sealed class ComposeService(string name, IReadOnlyDictionary<string, YamlNode> node)
{
    public string Name => name;

    public string Image => node["image"].ToString();

    /// <summary>The stage of our Dockerfile, or null for a foreign image.</summary>
    public string? Target => node.TryGetValue("build", out var build) ? ComposeFile.Map(build)["target"].ToString() : null;

    public IReadOnlyDictionary<string, string> Environment => Texts("environment");

    /// <summary>Condition by service.</summary>
    public IReadOnlyDictionary<string, string> DependsOn => node.TryGetValue("depends_on", out var depends)
        ? ComposeFile.Map(depends).ToDictionary(d => d.Key, d => ComposeFile.Map(d.Value)["condition"].ToString())
        : new Dictionary<string, string>();

    public bool HasHealthCheck => node.ContainsKey("healthcheck");

    public IReadOnlyList<string> HealthCheck => List(ComposeFile.Map(node["healthcheck"])["test"]);

    public IReadOnlyList<string> Ports => node.TryGetValue("ports", out var ports) ? List(ports) : [];

    public IReadOnlyList<string> Command => node.TryGetValue("command", out var command) ? List(command) : [];

    public bool ReadOnly => Scalar("read_only") == "true";

    public string? Scalar(string key) => node.TryGetValue(key, out var value) ? value.ToString() : null;

    public override string ToString() => name;

    private Dictionary<string, string> Texts(string key) => node.TryGetValue(key, out var map)
        ? ComposeFile.Map(map).ToDictionary(e => e.Key, e => e.Value.ToString())
        : [];

    private static string[] List(YamlNode list) => ((YamlSequenceNode)list).Select(i => i.ToString()).ToArray();
}
