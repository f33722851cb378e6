using System.Text.Json.Nodes;

namespace OrleansState.TestServers.Events;

/// <summary>A version of a state, as a stream sent it.</summary>
public sealed record LiveEvent(string Id, JsonNode Data)
{
    /// <summary>A cart's lines in one string: <c>apple 2, pear 1</c>.</summary>
    public string Lines => string.Join(", ", Data["cart"]!.AsArray().Select(line => $"{line!["item"]} {line["quantity"]}"));

    public long Total => (long)Data["total"]!;
}
