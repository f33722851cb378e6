using System.Text;
using Confluent.Kafka;
using OrleansState.Kafka;
using OrleansState.KafkaBridge.DeadLetters;

namespace OrleansState.KafkaBridge.Tests.DeadLetters;

/// <summary>What <c>dead-letters list</c> writes to a terminal.</summary>
public sealed class DeadLetterLineTests
{
    [Theory]
    [InlineData("\u001b[2J\u001b]0;owned\u0007", "\\u001B[2J\\u001B]0;owned\\u0007")]
    [InlineData("a\r\n0/1\tnot-json", "a\\u000D\\u000A0/1\\u0009not-json")]
    [InlineData("\u009b31m", "\\u009B31m")]
    [InlineData("\u202egnp.exe", "\\u202Egnp.exe")]
    [InlineData("\u2066a\u200b", "\\u2066a\\u200B")]
    [InlineData("a\u2028b", "a\\u2028b")]
    [InlineData("\u007f\0", "\\u007F\\u0000")]
    [InlineData("{\"user\":\"Ünal 🍎\"}", "{\"user\":\"Ünal 🍎\"}")]
    public void What_a_terminal_would_take_for_an_order_is_written_as_an_escape(string text, string shown)
    {
        Assert.Equal(["0/7", shown, $"{shown} [0] 3", "", "waiting", shown], Line(text, text, Encoding.UTF8.GetBytes(text)).Split('\t'));
    }

    [Fact]
    public void A_value_is_cut_between_two_characters() =>
        Assert.EndsWith("\t" + new string('x', 199) + "🍎", Line("r", "t", Encoding.UTF8.GetBytes(new string('x', 199) + "🍎🍎")), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_text_are_shown_as_such() => Assert.EndsWith("\t\uFFFD\\u001B", Line("r", "t", [0xFF, 0x1B]), StringComparison.Ordinal);

    private static string Line(string reason, string topic, byte[] value) => DeadLettersCommand.Line(new StoredDeadLetter(
        0, 7, reason, "", topic, new LogPosition("log", 0, 3), null, new Message<byte[]?, byte[]?> { Value = value }));
}
