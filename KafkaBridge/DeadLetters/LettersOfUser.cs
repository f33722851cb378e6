using System.Text;
using OrleansState.Kafka;

namespace OrleansState.KafkaBridge.DeadLetters;

/// <summary>
/// Tells whether a letter names a user: for a registered user or a guest, wherever an erasure would find the id; for
/// another id, where it stands by itself, so that 42 is not found in 1425.
/// </summary>
internal sealed class LettersOfUser
{
    private readonly string _id;
    private readonly byte[] _bytes;
    private readonly bool _isErasable;

    public LettersOfUser(string id)
    {
        (_id, _bytes) = (id, Encoding.UTF8.GetBytes(id));
        _isErasable = NamedUsers.In(_bytes, null, null).Contains(id);
    }

    public bool Names(StoredDeadLetter letter)
    {
        var message = letter.Message;
        if (_isErasable)
            return NamedUsers.In(message.Key, message.Value, message.Headers).Contains(_id);
        // What we have written of its origin names nobody.
        return StandsIn(message.Key) || StandsIn(message.Value)
            || (message.Headers ?? []).Any(header => !DeadLetterHeaders.IsOurs(header.Key) && (StandsIn(Encoding.UTF8.GetBytes(header.Key)) || StandsIn(header.GetValueBytes())));
    }

    private bool StandsIn(byte[]? text)
    {
        for (var at = 0; text is not null && text.AsSpan(at).IndexOf(_bytes) is >= 0 and var found; at += found + 1)
        {
            var (start, end) = (at + found, at + found + _bytes.Length);
            if ((start == 0 || !IsOfWord(text[start - 1])) && (end == text.Length || !IsOfWord(text[end])))
                return true;
        }

        return false;
    }

    private static bool IsOfWord(byte character) => char.IsAsciiLetterOrDigit((char)character) || character is (byte)'_' or (byte)'-' or >= 0x80;
}
