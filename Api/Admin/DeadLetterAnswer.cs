using System.Text;
using System.Text.Unicode;
using OrleansState.Kafka;

namespace OrleansState.Api.Admin;

/// <summary>A dead letter as admins see it.</summary>
/// <param name="Id">Names it in a redrive.</param>
/// <param name="Reason">Why it can't be used; documented in <c>docs/dead-letters.md</c>.</param>
/// <param name="Detail">The same for people.</param>
/// <param name="Topic">The topic it came from.</param>
/// <param name="Partition">Its partition there; null where that is not known.</param>
/// <param name="Offset">Its offset there; null where that is not known.</param>
/// <param name="Timestamp">When it was produced.</param>
/// <param name="Key">Its key, where that is text.</param>
/// <param name="Value">Its value, where that is text.</param>
/// <param name="ValueBase64">Its value, where that is no text.</param>
/// <param name="ValueBytes">How many bytes its value has.</param>
/// <param name="ValueCut">Whether the value is longer than what is shown of it here.</param>
/// <param name="Redriven">Whether a redrive of everything has sent it to the events again.</param>
internal sealed record DeadLetterAnswer(
    string Id,
    string Reason,
    string Detail,
    string Topic,
    int? Partition,
    long? Offset,
    DateTimeOffset? Timestamp,
    string? Key,
    string? Value,
    string? ValueBase64,
    int ValueBytes,
    bool ValueCut,
    bool Redriven)
{
    public static DeadLetterAnswer Of(StoredDeadLetter letter)
    {
        var value = Text(letter.Message.Value);
        return new DeadLetterAnswer(
            letter.Id, letter.Reason, letter.Detail, letter.Topic, letter.Origin?.Partition, letter.Origin?.Offset, letter.Timestamp,
            Text(letter.Message.Key), value, value is null && letter.HasValue ? Convert.ToBase64String(letter.Message.Value!) : null,
            letter.ValueBytes, letter.IsCut, letter.IsRedriven);
    }

    private static string? Text(byte[]? bytes) => bytes is not null && Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
