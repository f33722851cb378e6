using System.Globalization;
using System.Text;

namespace OrleansState.KafkaBridge;

/// <summary>
/// Text of a stranger's for a terminal, which takes some characters for orders: to clear the screen, to write over what
/// stands there, to show a line in another order than it has. They are written as escapes.
/// </summary>
internal static class TerminalText
{
    /// <param name="text">What a record holds.</param>
    /// <param name="longest">How many characters of it are shown at most.</param>
    public static string Of(string text, int longest = int.MaxValue)
    {
        var shown = new StringBuilder();
        var characters = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (++characters > longest)
                break;
            if (Orders(rune))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            else
                shown.Append(rune.ToString());
        }

        return shown.ToString();
    }

    /// <summary>Control characters, a tab and a line's end among them, and what Unicode has for the direction of text, invisible marks and ends of lines.</summary>
    private static bool Orders(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
