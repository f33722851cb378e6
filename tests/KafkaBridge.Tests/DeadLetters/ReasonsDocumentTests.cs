using System.Reflection;
using System.Text.RegularExpressions;
using OrleansState.Clicks;
using OrleansState.Kafka;
using OrleansState.KafkaBridge.Clicks;

namespace OrleansState.KafkaBridge.Tests.DeadLetters;

/// <summary>The table of reasons in <c>docs/dead-letters.md</c> has those of the code and no other.</summary>
public sealed class ReasonsDocumentTests
{
    [Fact]
    public void The_document_names_every_reason_of_the_code_and_no_other()
    {
        var document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "dead-letters.md"));
        var table = document.Split("## ")[1];
        var documented = Regex.Matches(table, "^\\| `([a-z-]+)` \\|", RegexOptions.Multiline).Select(row => row.Groups[1].Value);

        Assert.Equal(Reasons().Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Reasons()
    {
        const BindingFlags Static = BindingFlags.Public | BindingFlags.Static;
        Type[] named = [typeof(EventFault), typeof(ClickFaults)];
        var fixedOnes = named.SelectMany(type => type.GetProperties(Static)).Select(p => (EventFault)p.GetValue(null)!);
        var made = named.SelectMany(type => type.GetMethods(Static)).Where(m => m.ReturnType == typeof(EventFault) && !m.IsSpecialName)
            .Select(m => (EventFault)m.Invoke(null, [.. m.GetParameters().Select(p => p.ParameterType == typeof(int) ? 1 : (object)"x")])!);
        return fixedOnes.Concat(made).Select(fault => fault.Reason).Concat([ClickRefusals.ActionLimit, ClickRefusals.RedriveLimit]);
    }
}
