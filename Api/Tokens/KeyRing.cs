using System.Collections.Immutable;

namespace OrleansState.Api.Tokens;

/// <summary>The keys at one moment, by KID, each with the time it came. Immutable; a reload makes another.</summary>
internal sealed class KeyRing
{
    private readonly ImmutableArray<Entry> _entries;
    private readonly string? _signing;
    private readonly TimeSpan _activation;

    private KeyRing(ImmutableArray<Entry> entries, string? signing, TimeSpan activation)
    {
        (_entries, _signing, _activation) = (entries, signing, activation);
        Keys = [.. entries.Select(e => e.Key)];
    }

    public static KeyRing Empty { get; } = new([], null, default);

    /// <summary>By KID, in ordinal order.</summary>
    public ImmutableArray<TokenKey> Keys { get; }

    public TokenKey? Find(string? kid) => Keys.FirstOrDefault(key => key.Kid == kid);

    /// <summary>
    /// The key that is set to sign, else the last by KID. A key that came lately waits until every process has had the
    /// time to see it: a token nobody else can verify yet would be a 401.
    /// </summary>
    public TokenKey SigningAt(DateTimeOffset now)
    {
        if (_signing is not null)
            return Find(_signing)!;
        for (var i = _entries.Length - 1; i >= 0; i--)
        {
            if (_entries[i].Since == DateTimeOffset.MinValue || now - _entries[i].Since >= _activation)
                return _entries[i].Key;
        }

        return Keys[^1];
    }

    /// <param name="options">Valid settings.</param>
    /// <param name="now">When the keys that are new here came; the smallest value where they were always there.</param>
    public KeyRing Replace(JwtOptions options, DateTimeOffset now)
    {
        var entries = options.Keys.OrderBy(key => key.Key, StringComparer.Ordinal).Select(key =>
            _entries.FirstOrDefault(e => e.Key.Kid == key.Key && e.Value == key.Value) ?? new Entry(TokenKeyReader.Read(key.Key, key.Value), key.Value!, now));
        return new KeyRing([.. entries], options.SigningKey is { Length: > 0 } kid ? kid : null, options.KeyActivationDelay);
    }

    /// <summary>A class without a text form, because it has the key in it.</summary>
    private sealed class Entry(TokenKey key, string value, DateTimeOffset since)
    {
        public TokenKey Key => key;

        public string Value => value;

        public DateTimeOffset Since => since;
    }
}
