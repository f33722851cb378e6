using System.Collections.Frozen;
using System.Text;
using Confluent.Kafka;

namespace OrleansState.Kafka;

/// <summary>The headers that a dead letter has on top of the record's own, all of them text in UTF-8.</summary>
public static class DeadLetterHeaders
{
    /// <summary>What the name of each of them begins with.</summary>
    public const string Prefix = "dead-letter-";

    /// <summary>Stable: what kind of fault it is.</summary>
    public const string Reason = Prefix + "reason";

    /// <summary>A sentence for people, at most 500 characters.</summary>
    public const string Detail = Prefix + "detail";

    /// <summary>The topic in which the record lay.</summary>
    public const string Topic = Prefix + "topic";

    /// <summary>The partition in which it lay.</summary>
    public const string Partition = Prefix + "partition";

    /// <summary>The offset at which it lay.</summary>
    public const string Offset = Prefix + "offset";

    /// <summary>Milliseconds since 1970.</summary>
    public const string Timestamp = Prefix + "timestamp";

    /// <summary><c>topic id/partition/offset</c>: two dead letters of one origin are one.</summary>
    public const string Origin = Prefix + "origin";

    /// <summary>Set where there was no room for the value: how many bytes it had.</summary>
    public const string OmittedBytes = Prefix + "omitted-bytes";

    /// <summary>Set where there was no room for the key: how many bytes it had.</summary>
    public const string OmittedKeyBytes = Prefix + "omitted-key-bytes";

    /// <summary>Set where there was no room for some headers: how many.</summary>
    public const string OmittedHeaders = Prefix + "omitted-headers";

    /// <summary>How many bytes these have, names and values.</summary>
    public const string OmittedHeaderBytes = Prefix + "omitted-header-bytes";

    /// <summary>What they are called, as far as that is short.</summary>
    public const string OmittedHeaderNames = Prefix + "omitted-header-names";

    /// <summary>Set on a letter that was moved behind others after a redrive of everything had sent it.</summary>
    public const string Redriven = Prefix + "redriven";

    private static readonly FrozenSet<string> Ours = new[]
    {
        Reason, Detail, Topic, Partition, Offset, Timestamp, Origin, OmittedBytes, OmittedKeyBytes, OmittedHeaders, OmittedHeaderBytes, OmittedHeaderNames, Redriven,
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether we say something by this name, so that the record's own header of that name would be a lie.</summary>
    public static bool IsOurs(string name) => Ours.Contains(name);

    /// <summary>The text of the last header of this name; null where there is none, or it has no value.</summary>
    internal static string? Find(Headers headers, string name) =>
        headers.TryGetLastBytes(name, out var bytes) && bytes is not null ? Encoding.UTF8.GetString(bytes) : null;

    internal static void Set(Headers headers, string name, string value)
    {
        headers.Remove(name);
        headers.Add(name, Encoding.UTF8.GetBytes(value));
    }
}
