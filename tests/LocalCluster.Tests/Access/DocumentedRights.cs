using System.Text.RegularExpressions;
using Confluent.Kafka.Admin;

namespace OrleansState.LocalCluster.Tests.Access;

/// <summary>The least that each process needs, as docs/deployment.md says it.</summary>
internal static partial class DocumentedRights
{
    private static readonly string Document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "deployment.md"));

    /// <summary>The lines that an operator types to make the users of Redis.</summary>
    public static IReadOnlyList<string> Redis(string password) =>
        [.. User().Matches(Document).Select(match => match.Value.Trim().Replace(">…", $">{password}", StringComparison.Ordinal))];

    /// <summary>The rows of the table on Kafka that name this process.</summary>
    public static IReadOnlyList<(ResourceType Kind, string Name, AclOperation Operation)> Kafka(string process) =>
    [
        .. Row().Matches(Document).Where(row => row.Groups["who"].Value.Contains($"`{process}`", StringComparison.Ordinal))
            .SelectMany(row => row.Groups["operations"].Value.Split(", ").Select(operation => (
                Enum.Parse<ResourceType>(row.Groups["kind"].Value, ignoreCase: true), row.Groups["name"].Value, Enum.Parse<AclOperation>(operation, ignoreCase: true)))),
    ];

    [GeneratedRegex("^    ACL SETUSER .+$", RegexOptions.Multiline)]
    private static partial Regex User();

    [GeneratedRegex(@"^\| (?<who>[^|]+) \| (?<kind>topic|group) `(?<name>[^`]+)` \| (?<operations>[A-Z, ]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
