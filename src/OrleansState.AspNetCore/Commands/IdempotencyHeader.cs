using Microsoft.AspNetCore.Http;

namespace OrleansState.AspNetCore;

/// <summary>The Idempotency-Key header: a string of visible ASCII, bare or quoted as the IETF draft writes it. Both forms name the same key.</summary>
public static class IdempotencyHeader
{
    /// <summary>Its name.</summary>
    public const string Name = "Idempotency-Key";

    /// <summary>The header of an answer that was given before, under the same key.</summary>
    public const string Replayed = "Idempotency-Replayed";

    /// <summary>The key, or null where none was sent.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="InvalidRequestException">The header came twice or holds no key.</exception>
    public static string? Read(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var header = request.Headers[Name];
        if (header.Count == 0)
            return null;
        var key = header.Count == 1 ? Unquote(header[0] ?? "") : null;
        return key is { Length: > 0 and <= IdempotencyKey.MaxLength } && key.All(c => c is > ' ' and <= '~')
            ? key
            : throw new InvalidRequestException(
                StateProblemCodes.MalformedHeader, $"{Name} is sent once, with 1 to {IdempotencyKey.MaxLength} visible ASCII characters, bare or in double quotes.");
    }

    /// <summary>The content of a structured field's string (RFC 8941, 3.3.3), a bare value as it is, or null.</summary>
    private static string? Unquote(string value)
    {
        if (!value.StartsWith('"'))
            return value.Contains('"', StringComparison.Ordinal) ? null : value;
        var content = new List<char>(value.Length);
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] == '"')
                return i == value.Length - 1 ? new string([.. content]) : null;
            if (value[i] == '\\' && (++i == value.Length || value[i] is not ('"' or '\\')))
                return null;
            content.Add(value[i]);
        }

        return null;
    }
}
