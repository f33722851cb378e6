using YamlDotNet.RepresentationModel;

namespace OrleansState.Repository.Tests.Deployment;

/// <summary>docker-compose.yml as Docker reads it: anchors and merge keys resolved.</summary>
internal static class ComposeFile
{
    public static IReadOnlyDictionary<string, ComposeService> Services { get; } = Load();

    /// <summary>The services whose image is built from our Dockerfile.</summary>
    public static IEnumerable<ComposeService> Own => Services.Values.Where(s => s.Target is not null);

    public static ComposeService Service(string name) => Services.TryGetValue(name, out var service)
        ? service
        : throw new InvalidOperationException($"docker-compose.yml has no service {name}.");

    private static Dictionary<string, ComposeService> Load()
    {
        using var text = File.OpenText(Checkout.Path("docker-compose.yml"));
        var yaml = new YamlStream();
        yaml.Load(text);
        return Map(Map(yaml.Documents[0].RootNode)["services"]).ToDictionary(s => s.Key, s => new ComposeService(s.Key, Map(s.Value)));
    }

    /// <summary>A mapping with what its <c>&lt;&lt;</c> brings in; its own keys win.</summary>
    public static IReadOnlyDictionary<string, YamlNode> Map(YamlNode node)
    {
        var map = new Dictionary<string, YamlNode>();
        foreach (var (key, value) in ((YamlMappingNode)node).Children)
        {
            if (key.ToString() != "<<")
                map[key.ToString()] = value;
        }

        if (((YamlMappingNode)node).Children.TryGetValue("<<", out var merged))
        {
            foreach (var (key, value) in Map(merged))
                map.TryAdd(key, value);
        }

        return map;
    }
}
