using System.Collections.Immutable;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace OrleansState.AspNetCore;

/// <summary>What a header names of a state: a list of entity tags, or any with a star.</summary>
/// <param name="Any">Whether it is the star.</param>
/// <param name="Tags">The tags otherwise, weak ones among them.</param>
internal sealed record EntityTags(bool Any, ImmutableArray<EntityTagHeaderValue> Tags)
{
    /// <summary>What the header says, or null where it was not sent.</summary>
    /// <exception cref="InvalidRequestException">The header can't be read or names too many tags.</exception>
    public static EntityTags? Read(StringValues header, string name)
    {
        if (header.Count == 0)
            return null;
        if (!EntityTagHeaderValue.TryParseStrictList(header, out var tags) || tags.Count == 0)
            throw Malformed($"{name} is no list of quoted entity tags.");
        if (tags.Count > CommandHeaders.MaxEntityTags)
            throw Malformed($"{name} names {tags.Count} entity tags; {CommandHeaders.MaxEntityTags} are the most.");
        if (tags.Any(tag => tag.Tag == "*"))
            return tags.Count == 1 ? new EntityTags(Any: true, []) : throw Malformed($"{name} has * beside entity tags.");
        return new EntityTags(Any: false, [.. tags]);
    }

    /// <summary>A tag without its quotes, as replies have it.</summary>
    public static string Bare(EntityTagHeaderValue tag) => tag.Tag.Subsegment(1, tag.Tag.Length - 2).ToString();

    /// <summary>The tags of a list, as a command's context takes them; null of a star.</summary>
    public ImmutableArray<string>? Bare() => Any ? null : [.. Tags.Select(Bare)];

    private static InvalidRequestException Malformed(string detail) => new(StateProblemCodes.MalformedHeader, detail);
}
